"""The colours of palette.css that charts use, for files that no style sheet reaches."""

LIGHT = {
    "paper": "#fbfaf7",
    "ink": "#22251f",
    "quiet": "#5d6459",
    "line": "#dedcd3",
    "panel": "#f2f0e9",
    "accent": "#17653f",
    "then": "#6b675c",
    "target": "#8a4b08",
    "mark": "#f6e3a1",
}
DARK = {
    "paper": "#161916",
    "ink": "#e2e4dc",
    "quiet": "#a0a79b",
    "line": "#343a33",
    "panel": "#1f241f",
    "accent": "#7cc79b",
    "then": "#8e9487",
    "target": "#e0a15a",
    "mark": "#4d4418",
}

// Marks words of the report's text, by mouse, touch or keyboard; the server reads them, and its answer fills the form.
"use strict";
document.addEventListener("DOMContentLoaded", () => {
    const section = document.getElementById("report-text");
    if (!section) {
        return;
    }
    const form = section.closest("form");
    const status = document.getElementById("marking-status");
    const buttons = section.querySelector(".marking-buttons");
    const wordFields = ["passage", "exact", "prefix", "suffix", "period_exact", "period_prefix", "period_suffix", "quote"];
    const keptFields = ["csrfmiddlewaretoken", "reason", "seen", "quote_name"];
    const filled = new Map();
    let chosen = null;
    let pending = Promise.resolve();

    const length = (text) => Array.from(text).length;
    const passageOf = (node) => (node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement)?.closest(".passage-words");

    // The selection as a passage and offsets in code points; null where there is none in a passage.
    const selected = () => {
        const selection = document.getSelection();
        if (!selection.rangeCount || selection.isCollapsed) {
            return null;
        }
        const range = selection.getRangeAt(0);
        const passage = passageOf(range.startContainer);
        if (!passage || !section.contains(passage)) {
            return null;
        }
        const inside = range.cloneRange();
        if (!passage.contains(range.endContainer)) {
            // A double click or a drag may end at the beginning of what follows the passage.
            inside.setEnd(passage, passage.childNodes.length);
            if (inside.toString().trim() !== range.toString().trim()) {
                return { across: true };
            }
        }
        const before = document.createRange();
        before.setStart(passage, 0);
        before.setEnd(inside.startContainer, inside.startOffset);
        const start = length(before.toString());
        return { passage: passage.dataset.passage, start, end: start + length(inside.toString()), text: inside.toString() };
    };

    const show = (label, ...contents) => status.replaceChildren(label, " ", ...contents);

    const showEvidence = (node) => {
        const mark = (node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement)?.closest("[data-evidence]");
        const items = mark ? mark.dataset.evidence.split(" ").map((key) => document.getElementById(key)) : [];
        if (items.length) {
            show(status.dataset.known, ...items.flatMap((item) => [...item.cloneNode(true).childNodes, " "]));
        }
    };

    const watch = () => {
        const selection = document.getSelection();
        const found = selected();
        if (found && found.across) {
            chosen = null;
            show(status.dataset.across);
        } else if (found) {
            chosen = found;
            const words = document.createElement("span");
            words.lang = "zh-Hans";
            words.textContent = `“${found.text}”`;
            show(status.dataset.chosen, words);
        } else if (selection.anchorNode && passageOf(selection.anchorNode)) {
            chosen = null;
            status.replaceChildren();
            showEvidence(selection.anchorNode);
        }
        for (const button of buttons.querySelectorAll("button")) {
            button.disabled = !chosen;
        }
    };

    // The form's fields take the entries of the answer, unless a person has entered others.
    const fill = (page) => {
        for (const field of page.querySelectorAll("form#" + form.id + " [name]")) {
            const own = form.elements.namedItem(field.name);
            if (!own || keptFields.includes(field.name)) {
                continue;
            }
            const untouched = !("entered" in section.dataset) && own.value === filled.get(field.name);
            if (untouched || wordFields.includes(field.name)) {
                own.value = field.value;
                filled.set(field.name, field.value);
            }
        }
    };

    const editable = (passage) => {
        passage.tabIndex = 0;
        passage.setAttribute("role", "textbox");
        passage.setAttribute("aria-multiline", "true");
        passage.setAttribute("aria-readonly", "true");
        passage.setAttribute("aria-label", passage.dataset.label);
        passage.setAttribute("aria-describedby", "marking-help");
    };

    const load = async (url) => {
        const response = await fetch(url, { headers: { Accept: "text/html" } });
        if (!response.ok) {
            window.location.assign(url);
            return;
        }
        const page = new DOMParser().parseFromString(await response.text(), "text/html");
        for (const id of ["passages", "marked-spans"]) {
            const old = document.getElementById(id);
            const focused = document.activeElement.dataset.move;
            const top = old.scrollTop;
            const answer = page.getElementById(id);
            if (!answer) {
                window.location.assign(url);
                return;
            }
            old.replaceChildren(...answer.childNodes);
            old.scrollTop = top;
            if (focused) {
                old.querySelector(`[data-move="${focused}"]`)?.focus();
            }
        }
        section.querySelectorAll(".passage-words").forEach(editable);
        fill(page);
        status.replaceChildren();
        chosen = null;
        window.history.replaceState(null, "", url);
        section.dataset.loaded = url;
    };

    // One after the other: an earlier answer never replaces a later one.
    const follow = (url) => {
        pending = pending.then(() => load(url)).catch(() => window.location.assign(url));
    };

    const mark = (kind) => {
        if (!chosen) {
            return;
        }
        const query = new URLSearchParams(window.location.search);
        if (kind === "period" && query.has("start") && query.get("passage") !== chosen.passage) {
            show(status.dataset.elsewhere);
            return;
        }
        if (query.get("passage") !== chosen.passage) {
            ["start", "end", "period_start", "period_end", "document"].forEach((name) => query.delete(name));
        }
        query.set("passage", chosen.passage);
        const prefix = kind === "period" ? "period_" : "";
        query.set(`${prefix}start`, chosen.start);
        query.set(`${prefix}end`, chosen.end);
        follow(`?${query}`);
    };

    // With the keyboard, a passage has a caret while it has the focus; nothing can be written into it.
    const leave = (passage) => {
        passage.removeAttribute("contenteditable");
        passage.removeAttribute("inputmode");
    };
    section.addEventListener("focusin", (event) => {
        const passage = event.target;
        if (passage.classList.contains("passage-words") && passage.matches(":focus-visible")) {
            passage.contentEditable = "true";
            passage.inputMode = "none";
            passage.dataset.html = passage.innerHTML;
            const selection = document.getSelection();
            if (!selection.anchorNode || !passage.contains(selection.anchorNode)) {
                selection.collapse(passage, 0);
            }
        }
    });
    section.addEventListener("focusout", (event) => {
        if (event.target.classList.contains("passage-words")) {
            leave(event.target);
        }
    });
    section.addEventListener("beforeinput", (event) => event.preventDefault());
    section.addEventListener("input", (event) => {
        event.target.innerHTML = event.target.dataset.html;
    });
    section.addEventListener("keydown", (event) => {
        const passage = event.target;
        if (!passage.classList.contains("passage-words")) {
            return;
        }
        if (event.key === "Enter") {
            event.preventDefault();
            watch(); // the browser tells of a change of the selection only later
            mark(event.shiftKey && section.querySelector("[data-mark=period]") ? "period" : "words");
        } else if (event.key === "Tab") {
            leave(passage);
        }
    });
    section.addEventListener("click", (event) => {
        const link = event.target.closest("a[href^='?passage=']");
        const button = event.target.closest("[data-mark]");
        if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
            event.preventDefault();
            follow(link.getAttribute("href"));
        } else if (button) {
            mark(button.dataset.mark);
        }
    });
    document.addEventListener("selectionchange", watch);

    for (const field of form.elements) {
        if (field.name) {
            filled.set(field.name, field.value);
        }
    }
    section.querySelectorAll(".passage-words").forEach(editable);
    buttons.hidden = false;
    watch();
});

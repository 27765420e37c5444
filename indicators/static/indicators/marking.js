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
    const busy = document.getElementById("marking-busy");
    const entered = new Set((section.dataset.entered || "").split(" "));
    const filled = new Map();
    let chosen = null;
    let asked = window.location.search; // the words marked last, whether or not their answer is there
    let newest = 0;

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
            const untouched = filled.has(field.name) && own.value === filled.get(field.name);
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

    // A place in a passage by its offset in code points.
    const placeOf = (passage, offset) => {
        const walker = document.createTreeWalker(passage, NodeFilter.SHOW_TEXT);
        for (let node = walker.nextNode(); node; node = walker.nextNode()) {
            const characters = Array.from(node.data);
            if (offset <= characters.length) {
                return [node, characters.slice(0, offset).join("").length];
            }
            offset -= characters.length;
        }
        return [passage, passage.childNodes.length];
    };
    const passageWith = (key) => section.querySelector(`.passage-words[data-passage="${key}"]`);
    const isSame = (one, other) =>
        Boolean(one && other) && ["passage", "start", "end"].every((name) => one[name] === other[name]);

    // What the user has selected meanwhile stays selected in the new text, and the passage with the focus keeps it.
    const replaceText = (page, marked) => {
        const found = selected();
        const kept = found && !found.across && !isSame(found, marked) ? found : null;
        const focused = document.activeElement;
        const written = focused.closest?.(".passage-words")?.dataset.passage;
        const move = focused.dataset.move;
        for (const id of ["passages", "marked-spans"]) {
            const old = document.getElementById(id);
            const top = old.scrollTop;
            old.replaceChildren(...page.getElementById(id).childNodes);
            old.scrollTop = top;
        }
        section.querySelectorAll(".passage-words").forEach(editable);
        if (move) {
            section.querySelector(`[data-move="${move}"]`)?.focus();
        } else if (written) {
            passageWith(written)?.focus({ preventScroll: true });
        }
        const place = kept || (written && marked);
        if (place) {
            const passage = passageWith(place.passage);
            const [end, start] = [placeOf(passage, place.end), kept ? placeOf(passage, place.start) : null];
            document.getSelection().setBaseAndExtent(...(start || end), ...end);
        }
        chosen = kept;
        if (kept) {
            watch();
        } else {
            status.replaceChildren();
        }
    };

    const load = async (url, marked, number) => {
        const response = await fetch(url, { headers: { Accept: "text/html" } });
        const page = new DOMParser().parseFromString(await response.text(), "text/html");
        if (number !== newest) {
            return;
        }
        if (!response.ok || !page.getElementById("passages")) {
            throw new Error("no answer with the text of the report");
        }
        replaceText(page, marked);
        fill(page);
        window.history.replaceState(null, "", url);
        section.dataset.loaded = url;
    };

    // The answer to the newest marking counts, in whatever order the answers come.
    const follow = async (url, marked = null) => {
        const before = asked;
        const number = ++newest;
        asked = url;
        section.setAttribute("aria-busy", "true");
        busy.textContent = busy.dataset.busy;
        try {
            await load(url, marked, number);
        } catch {
            if (number === newest) {
                asked = before;
                show(status.dataset.failed);
            }
        }
        if (number === newest) {
            section.removeAttribute("aria-busy");
            busy.textContent = "";
        }
    };

    const mark = (kind) => {
        if (!chosen) {
            return;
        }
        const query = new URLSearchParams(asked);
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
        follow(`?${query}`, chosen);
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
        if (field.name && !entered.has(field.name)) {
            filled.set(field.name, field.value);
        }
    }
    section.querySelectorAll(".passage-words").forEach(editable);
    buttons.hidden = false;
    watch();
});

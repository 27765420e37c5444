// Shows the chosen passage; the words that are selected in it fill the fields of the quote.
"use strict";
document.addEventListener("DOMContentLoaded", () => {
    const data = document.getElementById("passages");
    const passage = document.getElementById("id_passage");
    if (!data || !passage) {
        return;
    }
    const texts = JSON.parse(data.textContent);
    const context = 16;
    const words = document.createElement("div");
    words.className = "passage-words";
    words.id = "passage-words";
    words.lang = "zh-Hans";
    passage.closest(".form-row").append(words);

    const show = () => {
        words.textContent = texts[passage.value] || "";
        words.hidden = !words.textContent;
    };

    const fill = () => {
        const selection = document.getSelection();
        if (!selection.rangeCount || selection.isCollapsed) {
            return;
        }
        const range = selection.getRangeAt(0);
        if (!words.contains(range.startContainer) || !words.contains(range.endContainer)) {
            return;
        }
        const before = document.createRange();
        before.setStart(words, 0);
        before.setEnd(range.startContainer, range.startOffset);
        const start = before.toString().length;
        const end = start + range.toString().length;
        const text = words.textContent;
        document.getElementById("id_exact").value = text.slice(start, end);
        document.getElementById("id_prefix").value = text.slice(Math.max(0, start - context), start);
        document.getElementById("id_suffix").value = text.slice(end, end + context);
    };

    passage.addEventListener("change", show);
    document.addEventListener("selectionchange", fill);
    show();
});

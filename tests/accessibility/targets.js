// Targets smaller than `least` CSS pixels in height. A link inside a sentence is excepted (WCAG 2.5.8); a choice counts with its label.
(least) => {
  const found = [];
  for (const node of document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")) {
    const style = getComputedStyle(node);
    let box = node.getBoundingClientRect();
    if (!box.width || !box.height || style.visibility === "hidden" || node.classList.contains("skip")) continue;
    if (node.tagName === "A" && style.display === "inline") continue;
    if (/^(radio|checkbox)$/.test(node.type) && node.labels.length) {
      const label = node.labels[0].getBoundingClientRect();
      box = { height: Math.max(box.bottom, label.bottom) - Math.min(box.top, label.top) };
    }
    if (box.height < least - 0.5) found.push(`${node.tagName.toLowerCase()} "${(node.textContent || node.name).trim().slice(0, 40)}" is ${Math.round(box.height)} px high`);
  }
  return found;
}

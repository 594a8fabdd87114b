// Our own structural checks (quality.md A2). Returns sentences; empty = nothing found.
() => {
  const found = [];
  const all = (selector) => [...document.querySelectorAll(selector)];
  const one = (selector) => { const n = all(selector).length; if (n !== 1) found.push(`${n} × ${selector}, expected 1`); };
  const name = (node) => `${node.tagName.toLowerCase()} "${(node.textContent || node.name || node.id || "").trim().slice(0, 40)}"`;
  one("h1"); one("main"); one("title");
  if (!/^nl/.test(document.documentElement.lang)) found.push(`lang is "${document.documentElement.lang}"`);
  let before = 0;
  for (const heading of all("h1, h2, h3, h4, h5, h6")) {
    const level = Number(heading.tagName[1]);
    if (heading.closest("[hidden]")) continue;
    if (level > before + 1 && heading.closest("main") && before) found.push(`level skipped before ${name(heading)}`);
    if (!heading.textContent.trim()) found.push(`empty ${heading.tagName}`);
    before = level;
  }
  const ids = all("[id]").map((node) => node.id);
  for (const id of new Set(ids.filter((id, at) => ids.indexOf(id) !== at))) found.push(`id "${id}" stands twice`);
  for (const attribute of ["for", "aria-describedby", "aria-labelledby", "aria-controls"]) {
    for (const node of all(`[${attribute}]`)) {
      for (const id of node.getAttribute(attribute).split(/\s+/).filter(Boolean)) {
        if (!document.getElementById(id)) found.push(`${attribute}="${id}" points at nothing`);
      }
    }
  }
  for (const link of all("a[href^='#']")) {
    const id = decodeURIComponent(link.hash.slice(1));
    if (id && !document.getElementById(id)) found.push(`link to #${id} leads nowhere`);
  }
  for (const field of all("input:not([type=hidden]), select, textarea")) {
    if (!field.labels?.length && !field.getAttribute("aria-label") && !field.getAttribute("aria-labelledby")) found.push(`no label: ${name(field)}`);
  }
  for (const image of all("img:not([alt])")) found.push(`picture without alt: ${image.src}`);
  for (const node of all("[tabindex]")) if (node.tabIndex > 0) found.push(`tabindex ${node.tabIndex}: ${name(node)}`);
  for (const node of all("[style], [onclick], [onsubmit], style, script:not([src])")) found.push(`inline style or script: ${name(node)}`);
  for (const link of all("a[target]")) found.push(`opens a window: ${name(link)}`);
  for (const table of all("table")) if (!table.querySelector("th[scope]")) found.push(`table without headings: ${name(table).slice(0, 60)}`);
  return found;
}

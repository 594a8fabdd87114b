// Keeps the emergency page and what was looked at, for when there is no connection. Only published pages: nothing that anyone typed.
"use strict";
const STORE = "nabij-1";
const ALWAYS = "/noodinfo";
const MOST = 60;
const LASTING = /^\/(?:opmaak|thema)\//;

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(open().then(async (pages) => {
    const seen = (await self.clients.matchAll({ includeUncontrolled: true, type: "window" })).map((client) => new URL(client.url));
    const paths = seen.filter((url) => url.origin === self.location.origin && !url.search).map((url) => url.pathname);
    for (const path of new Set([...paths, ALWAYS])) await fetched(path, pages);
  }));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(caches.keys().then((names) => Promise.all(names.filter((name) => name !== STORE).map((name) => caches.delete(name))))
    .then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== self.location.origin) return;
  if (LASTING.test(url.pathname)) event.respondWith(lasting(event.request));
  else if (event.request.mode === "navigate") event.respondWith(page(event.request, url));
});

const open = () => caches.open(STORE);

// A published page has a tag and no query; an answer made for one person has neither.
const published = (answer) => answer.ok && answer.headers.has("ETag") && !/no-store|private/.test(answer.headers.get("Cache-Control") || "");

async function fetched(path, pages) {
  const answer = await fetch(path).catch(() => null);
  if (answer) await keep(path, answer, pages);
}

async function keep(path, answer, pages) {
  if (!published(answer)) return;
  const html = await answer.clone().text();
  await pages.delete(path);
  await pages.put(path, answer);
  for (const [, style] of html.matchAll(/href="(\/(?:opmaak|thema)\/[^"]+\.css)"/g)) {
    if (!(await pages.match(style))) await pages.add(style).catch(() => null);
  }
  for (const old of (await pages.keys()).slice(0, -MOST)) {
    if (new URL(old.url).pathname !== ALWAYS) await pages.delete(old);
  }
}

async function lasting(request) {
  const pages = await open();
  const kept = await pages.match(request);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok) await pages.put(request, answer.clone());
  return answer;
}

async function page(request, url) {
  try {
    const answer = await fetch(request);
    if (!url.search) keep(url.pathname, answer.clone(), await open()).catch(() => null);
    return answer;
  } catch (lost) {
    const pages = await open();
    const kept = (await pages.match(url.pathname)) || (await pages.match(ALWAYS));
    if (!kept) throw lost;
    return dated(kept);
  }
}

// The words, with the day on which the page was made, stand in the page itself.
async function dated(kept) {
  const html = await kept.text();
  const lines = [...html.matchAll(/<meta name="nabij-bewaard" lang="([\w-]+)" content="([^"]*)">/g)]
    .map(([, language, words]) => `<p lang="${language}">${words}</p>`);
  const banner = `<div class="banner outage" role="status"><div class="frame"><div class="banner-text">${lines.join("")}</div></div></div>`;
  const headers = new Headers(kept.headers);
  ["Content-Length", "Content-Encoding"].forEach((name) => headers.delete(name));
  return new Response(html.replace(/<main/, `${banner}<main`), { status: 200, headers });
}

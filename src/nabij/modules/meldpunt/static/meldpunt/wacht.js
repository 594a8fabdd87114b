// One file, two lives. On the duty page: keeps it fresh, rings, shows what waits to be sent. As service worker of /wacht: keeps the
// last copy and sends what was done without network, with its own time. Every page works without this file.
(function () {
"use strict";
var COPY = "/wacht/kopie", CACHE = "wacht", EVERY = 30000, COPY_EVERY = 300000, SOON = 2000, WAIT = 8000, KEPT = 172800000;
var OWN_TIME = ["stap", "nota"], ACTS = OWN_TIME.concat(["opname", "afwijzing", "verlenging", "sluiting"]);
var WORDS = { stap: "Stap gedaan", nota: "Nota of foto", opname: "Ik neem het", afwijzing: "Ik kan niet", verlenging: "Ik ben nog bezig", sluiting: "Alarm sluiten" };

// The queue stands in IndexedDB, which both lives read.
function queue(mode, work) {
  return new Promise(function (done, failed) {
    var opening = indexedDB.open("wacht", 1);
    opening.onupgradeneeded = function () { opening.result.createObjectStore("rij", { keyPath: "id" }); };
    opening.onerror = function () { failed(opening.error); };
    opening.onsuccess = function () {
      var act = opening.result.transaction("rij", mode), asked = work(act.objectStore("rij"));
      act.oncomplete = function () { opening.result.close(); done(asked && asked.result); };
      act.onerror = function () { failed(act.error); };
    };
  });
}
function waiting() {
  return queue("readonly", function (rows) { return rows.getAll(); }).then(function (found) {
    return found.sort(function (a, b) { return a.at < b.at ? -1 : 1; });
  });
}
function keep(item) { return queue("readwrite", function (rows) { return rows.put(item); }); }
function drop(id) { return queue("readwrite", function (rows) { return rows.delete(id); }); }

if (self.document) page(); else worker();

function worker() {
  self.addEventListener("install", function () { self.skipWaiting(); });
  self.addEventListener("activate", function (event) { event.waitUntil(self.clients.claim()); });
  self.addEventListener("fetch", function (event) {
    var url = new URL(event.request.url);
    if (url.origin !== self.location.origin) return;
    var act = /^\/wacht\/alarmen\/[0-9a-f-]{36}\/(\w+)$/.exec(url.pathname);
    if (event.request.method === "POST" && act && ACTS.indexOf(act[1]) >= 0) event.respondWith(act_on(event.request, url.pathname, act[1]));
    else if (event.request.method === "GET" && event.request.mode === "navigate") event.respondWith(shown(event.request));
    else if (event.request.method === "GET" && /^\/wacht(\/stijl-|-dienst)/.test(url.pathname)) event.respondWith(part(event.request));
  });
  self.addEventListener("message", function (event) {
    var asked = event.data;
    event.waitUntil(asked === "kopie" ? copy() : asked === "stuur" ? send() : asked === "vergeet" ? forget() : Promise.resolve());
  });
  self.addEventListener("sync", function (event) { event.waitUntil(send()); });

  function shown(request) {
    var late = new Promise(function (_, failed) { setTimeout(failed, WAIT); });
    return Promise.race([fetch(request), late]).then(function (answer) {
      return answer.status >= 500 ? last().then(function (kept) { return kept || answer; }) : answer;
    }, function () {
      return last().then(function (kept) { return kept || nothing(); });
    });
  }
  function last() {
    return caches.open(CACHE).then(function (cache) { return cache.match(COPY); }).then(function (kept) {
      return kept && Date.now() - Number(kept.headers.get("X-Kept")) < KEPT ? kept : null;
    });
  }
  function nothing() {
    var text = "<!DOCTYPE html><html lang=nl-BE><meta charset=utf-8><meta name=viewport content='width=device-width'><title>Geen verbinding</title>" +
      "<h1>Geen verbinding</h1><p>Op dit toestel staat geen kopie van de wacht. Gebruik het wachtblad op papier. Is er gevaar? Bel 112.</p>";
    return new Response(text, { status: 503, headers: { "Content-Type": "text/html; charset=utf-8" } });
  }
  // The style and this file, fresh when there is a network, else as they were.
  function part(request) {
    return caches.open(CACHE).then(function (cache) {
      return fetch(request).then(function (answer) {
        if (answer.ok) cache.put(request, answer.clone());
        return answer;
      }, function () { return cache.match(request); });
    });
  }
  function copy() {
    return fetch(COPY, { credentials: "same-origin" }).then(function (answer) {
      if (!answer.ok || answer.redirected) return tell();
      return answer.text().then(function (text) {
        var kept = { "Content-Type": "text/html; charset=utf-8", "X-Kept": String(Date.now()) };
        var looks = /href="(\/wacht\/stijl-[^"]+)"/.exec(text), needs = ["/wacht-dienst.js"].concat(looks ? looks[1] : []);
        return caches.open(CACHE).then(function (cache) {
          return Promise.all([cache.put(COPY, new Response(text, { headers: kept })), cache.addAll(needs)]);
        });
      }).then(function () { return tell("bewaard"); });
    }).catch(function () { return tell(); });
  }
  // An act leaves with a key and, from the spot, with its time; the same key twice is one act. Without network it waits here.
  function act_on(request, path, kind) {
    return request.formData().then(function (form) {
      if (!form.get("key")) form.set("key", crypto.randomUUID());
      if (OWN_TIME.indexOf(kind) >= 0) form.set("at", new Date().toISOString());
      return fetch(path, { method: "POST", body: form, credentials: "same-origin", redirect: "manual" }).then(function (answer) {
        return answer.status >= 500 ? later(form, path, kind) : answer;
      }, function () { return later(form, path, kind); });
    });
  }
  function later(form, path, kind) {
    var item = { id: crypto.randomUUID(), path: path, kind: kind, at: new Date().toISOString(), fields: Array.from(form.entries()), problem: "" };
    return keep(item).then(function () {
      if (self.registration.sync) self.registration.sync.register("stuur").catch(function () {});
      return Response.redirect(COPY + "#wachtrij", 303);
    });
  }
  var sending = null;
  function send() {
    sending = sending || waiting().then(function (items) {
      return items.filter(function (item) { return !item.problem; }).reduce(function (before, item) {
        return before.then(function () { return one(item); });
      }, Promise.resolve());
    }).catch(function () {}).then(function () { sending = null; return tell(); });
    return sending;
  }
  function one(item) {
    var form = new FormData();
    item.fields.forEach(function (pair) { form.append(pair[0], pair[1]); });
    return fetch(item.path, { method: "POST", body: form, credentials: "same-origin" }).then(function (answer) {
      if (answer.status >= 500 || new URL(answer.url).pathname.indexOf("/aanmelden") === 0) throw new Error("later");
      if (answer.ok) return drop(item.id);
      return answer.text().then(function (text) {
        var said = /class="wrong" role="alert"><p>([^<]*)/.exec(text);
        item.problem = said ? said[1] : "Dit werd niet aanvaard. Kijk op de bladzijde van het alarm.";
        return keep(item);
      });
    });
  }
  function forget() {
    return caches.delete(CACHE).then(function () { return queue("readwrite", function (rows) { return rows.clear(); }); }).then(tell);
  }
  function tell(what) {
    var said = what === "bewaard" ? what : "rij";
    return self.clients.matchAll().then(function (open) { open.forEach(function (one) { one.postMessage(said); }); });
  }
}

function page() {
  var state = document.getElementById("toestand"), root = document.body, sound = null, bell = null, before = 0, again = 0, pause = SOON;
  var live = root.hasAttribute("data-live") || (state && state.hasAttribute("data-live"));
  function element(id) { return document.getElementById(id); }
  function say(id, words) { var line = element(id); if (line && line.textContent !== words) line.textContent = words; }
  function clock(at) { return new Date(at).toLocaleTimeString("nl-BE", { hour: "numeric", minute: "2-digit" }).replace(":", ".") + " uur"; }
  function ask(what) {
    if (!navigator.serviceWorker) return;
    navigator.serviceWorker.ready.then(function (found) { if (found.active) found.active.postMessage(what); });
  }

  if (navigator.serviceWorker) {
    navigator.serviceWorker.register("/wacht-dienst.js", { scope: "/wacht" }).then(begin, function () {});
    navigator.serviceWorker.addEventListener("message", function (event) {
      if (event.data === "bewaard") kept();
      draw();
    });
  }
  // Another person on this telephone starts with an empty one.
  function begin() {
    var who = state && state.dataset.who;
    if (who && localStorage.getItem("wacht-wie") !== who) {
      if (localStorage.getItem("wacht-wie")) ask("vergeet");
      localStorage.removeItem("wacht-kopie");
      localStorage.setItem("wacht-wie", who);
    }
    draw();
    fresh();
  }
  function fresh() {
    ask("stuur");
    if (!state || !state.dataset.copy) return;
    var had = (localStorage.getItem("wacht-kopie") || "0 ").split(" ");
    if (had[1] === state.dataset.copy && Date.now() - Number(had[0]) < COPY_EVERY) return;
    ask("kopie");
    clearTimeout(again);
    again = setTimeout(fresh, pause);
    pause = Math.min(pause * 2, EVERY);
  }
  // Only a copy that stands in the cache counts; one that could not be fetched is asked for again, soon.
  function kept() {
    clearTimeout(again);
    pause = SOON;
    if (state && state.dataset.copy) localStorage.setItem("wacht-kopie", Date.now() + " " + state.dataset.copy);
  }

  // What was done but not sent yet: never shown as done.
  function draw() {
    var box = element("wachtrij");
    if (!box || !self.indexedDB) return;
    waiting().then(function (items) {
      if (items.length < before) look();
      before = items.length;
      box.hidden = !items.length;
      var list = box.querySelector("ul");
      list.textContent = "";
      items.forEach(function (item) {
        var line = document.createElement("li"), words = document.createElement("p"), away = document.createElement("button");
        var fields = item.fields.reduce(function (found, pair) { found[pair[0]] = pair[1]; return found; }, {});
        var what = WORDS[item.kind] + (fields.text || fields.result ? ": " + (fields.text || fields.result) : "");
        var strong = document.createElement("strong");
        strong.textContent = item.problem ? "Niet aanvaard" : "Nog niet verstuurd";
        words.append(strong, " · " + what + " · " + clock(item.at) + (item.problem ? " · " + item.problem : ""));
        away.type = "button"; away.className = "link"; away.textContent = "Verwijder: " + WORDS[item.kind] + " van " + clock(item.at);
        away.addEventListener("click", function () { drop(item.id).then(draw); });
        line.append(words, away);
        list.append(line);
      });
      var acts = items.some(function (item) { return OWN_TIME.indexOf(item.kind) < 0; });
      element("wachtrij-bel").hidden = !acts;
    }, function () {});
  }

  window.addEventListener("online", function () { fresh(); look(); });
  window.addEventListener("offline", function () { say("verbinding", "Geen verbinding. Wat u doet, wacht op dit toestel."); });

  // The page asks itself again without losing the sound; without script the browser does it.
  function look() {
    if (!live) return;
    fetch("/wacht", { credentials: "same-origin" }).then(function (answer) {
      if (answer.redirected) { say("verbinding", "U bent afgemeld. Open de wacht opnieuw om u aan te melden."); return ""; }
      if (!answer.ok) throw new Error(answer.status);
      return answer.text();
    }).then(function (text) {
      if (!text) return;
      var next = new DOMParser().parseFromString(text, "text/html").getElementById("toestand");
      if (!next) return;
      var focus = document.activeElement && state.contains(document.activeElement) ? document.activeElement.id : null;
      if (focus === null || focus) {
        document.title = new DOMParser().parseFromString(text, "text/html").title;
        state.replaceWith(next);
        state = next;
        if (focus && element(focus)) element(focus).focus();
      }
      say("verbinding", "");
      draw();
      fresh();
      ring();
    }).catch(function () { say("verbinding", "Geen verbinding sinds " + clock(Date.now()) + ". Dit is de laatste toestand die we kregen."); });
  }
  if (live) setInterval(look, EVERY);

  // Sound needs a tap first: browsers ask that. Until then the page says that it is silent.
  var button = element("geluid");
  function open() { return state ? Number(state.dataset.open || 0) : 0; }
  function on() { return sound && sound.state === "running"; }
  function beep() {
    if (!on() || !open()) return;
    [0, 0.35, 0.7].forEach(function (after) {
      var tone = sound.createOscillator(), volume = sound.createGain(), at = sound.currentTime + after;
      tone.frequency.value = 880;
      volume.gain.setValueAtTime(0.5, at);
      volume.gain.exponentialRampToValueAtTime(0.001, at + 0.3);
      tone.connect(volume).connect(sound.destination);
      tone.start(at);
      tone.stop(at + 0.3);
    });
  }
  function ring() {
    clearInterval(bell);
    if (on() && open()) { beep(); bell = setInterval(beep, 5000); }
    if (!button) return;
    button.textContent = on() ? "Zet het geluid uit" : "Zet het geluid aan";
    say("geluid-stand", on() ? "Geluid staat aan: dit toestel piept zolang een alarm open is." : "Geluid staat uit. Dit toestel piept niet bij een alarm.");
  }
  if (button && window.AudioContext) {
    button.hidden = false;
    button.addEventListener("click", function () {
      var silence = on();
      sound = sound || new AudioContext();
      sound.onstatechange = ring;
      (silence ? sound.suspend() : sound.resume()).then(ring);
    });
    ring();
  }
}
})();

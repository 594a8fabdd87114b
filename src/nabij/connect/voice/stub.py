"""The stand-in for a telephone exchange: it rings nobody, asks our port what to do, and plays what the visitor chose."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

#: Posts a body and gives the answer back, as the network would. The caller signs it.
Post = Callable[[bytes], dict[str, Any]]


@dataclass
class Exchange:
    """One call. ``outcomes`` are what the telephones do in turn: answered, busy, no_answer; the last one repeats."""

    post: Post
    caller: str
    called: str
    outcomes: tuple[str, ...] = ("no_answer",)
    french: bool = False
    #: Keys pressed after the greeting, each answered before the next: a partner's voice code, then "1".
    keys: tuple[str, ...] = ()
    key: str = field(default_factory=lambda: uuid.uuid4().hex)
    heard: list[tuple[str, str]] = field(default_factory=list)

    def ring(self) -> list[tuple[str, str]]:
        """Play the whole call; returns (who, words) in order, as the caller lives it."""
        todo = self._tell("call")
        for key in (*(("2",) if self.french else ()), *self.keys):  # pressed after the greeting, while the first telephone rings
            self.heard += [(step["language"], step["text"]) for step in todo if step["do"] == "say"]
            todo = self._tell("digits", digits=key)
        tries = 0
        while todo:
            step, todo = todo[0], todo[1:]
            if step["do"] == "say":
                self.heard.append((step["language"], step["text"]))
            elif step["do"] == "dial":
                outcome = self.outcomes[min(tries, len(self.outcomes) - 1)]
                tries += 1
                self.heard.append(("ring", f"{step['number']}: {outcome}"))
                todo = self._tell("result", outcome=outcome)
            else:
                break
        return self.heard

    def _tell(self, event: str, **more: str) -> list[dict[str, Any]]:
        body = json.dumps({"event": event, "call": self.key, "from": self.caller, "to": self.called} | more).encode()
        answer: list[dict[str, Any]] = self.post(body).get("do", [])
        return answer

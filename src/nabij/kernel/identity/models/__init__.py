"""Rows of identity: what can sign in, who is known here, and on what ground one acts for another."""

from .account import AccessToken, Account, Function, FunctionKind, Guess, IdempotentAnswer
from .party import Mandate, OnBehalfAct, Party, PartyToken

__all__ = [
    "AccessToken", "Account", "Function", "FunctionKind", "Guess", "IdempotentAnswer", "Mandate", "OnBehalfAct", "Party", "PartyToken",
]

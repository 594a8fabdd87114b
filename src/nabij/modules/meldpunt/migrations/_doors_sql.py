"""Bodies of the functions with the owner's rights for the doors of the duty line; each tells no more than its question asks."""

# The door behind a token's hash, also a closed one: its page then says so, with the number to ring.
PARTNER = """
  SELECT d.organisation_id, d.id, d.name::text, d.host_id, d.callback::text, d.valid_until, d.withdrawn_at
  FROM meldpunt_partnerdoor d WHERE d.token_hash = hash
"""

# The same behind the hash of a voice code, for whoever keys it in on a night number.
PARTNER_VOICE = """
  SELECT d.organisation_id, d.id, d.name::text, d.host_id, d.callback::text, d.valid_until, d.withdrawn_at
  FROM meldpunt_partnerdoor d WHERE d.voice_hash = hash
"""

# The owners of the lines on whose list an account stands: there that person writes hand-overs and own telephones.
LINE_OWNERS = """
  SELECT DISTINCT d.organisation_id FROM meldpunt_dutyperson d WHERE d.account_id = who
"""

# Whose night number was rung, and where a call-back is due: an organisation, nothing of a call.
NIGHT_NUMBER = """
  SELECT n.organisation_id FROM meldpunt_nightnumber n WHERE n.number = called
"""
PROMISED = """
  SELECT DISTINCT c.organisation_id FROM meldpunt_nightcall c WHERE c.settled_at IS NULL AND c.promised_by <= at_time
"""

OWNED = ("partnerdoor", "localsheet", "localentry", "nightnumber", "nightcall")
SHARED = ("handover", "standingnote", "dutycall", "linecoordinator", "methoddelay", "methodproof")
WITHIN_THE_LINE = (
    ("handover", "line_id", "dutyline"), ("handover", "outgoing_id", "dutyperson"), ("handover", "incoming_id", "dutyperson"),
    ("handover", "longer_id", "rotaoverride"), ("standingnote", "line_id", "dutyline"), ("dutycall", "line_id", "dutyline"),
    ("linecoordinator", "line_id", "dutyline"), ("methoddelay", "method_id", "contactmethod"), ("methodproof", "method_id", "contactmethod"),
)  # fmt: skip

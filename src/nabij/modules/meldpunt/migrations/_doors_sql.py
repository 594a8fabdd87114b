"""Bodies of the functions with the owner's rights for the doors of the duty line; each tells no more than its question asks."""

# The door behind a token's hash, also a closed one: its page then says so, with the number to ring.
PARTNER = """
  SELECT d.organisation_id, d.id, d.name::text, d.host_id, d.callback::text, d.valid_until, d.withdrawn_at
  FROM meldpunt_partnerdoor d WHERE d.token_hash = hash
"""

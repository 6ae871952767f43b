"""Who needs what: posts by outcomes with how many have it, and the gap board (J1.1, J11.2)."""

"""How tools reach other machines: only by checked addresses, within limits, with nothing of ours."""

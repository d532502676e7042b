"""UR Desktop: utilization review of behavioral health requests, offline, on one computer."""

"""What utilization review is, in plain Python: read it top to bottom like a policy.

case → policy → review → measures → evaluation → deadlines → authorization → determination → letter.
"""

"""The planner: values in, values out. The standard library only; `today` is always an argument; integers only.

Its rules, cited by their sections, are in docs/planner.md.

types, plan, history        the values: what a runner told, what a week holds, what is behind
calendar, board             which days (section 2 of the rules): in dates with reasons, and as bits
options                     what a runner can do, in which version, and the time it takes
selection, slots, fitting   which exercises, on which of the week's dates, within the minutes (section 3)
progression, prescribing    how much, shared out over sessions (section 4); versions: another variation or load
feedback, progress          what the knee says (section 5), and closing a week into the history
present, planner            what a week is planned from, and planning it
changes                     what a runner can ask for: take, swap, come back, the offers of a short week
wording                     reasons as sentences
case, simulation            a case read, and played day by day (section 6)
"""

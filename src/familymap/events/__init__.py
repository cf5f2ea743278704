"""One family at once: only the families an event touches are computed anew, through the rules of the run.

An event is one or more new or changed rows of registers. What it touches is drawn and assessed by the very
steps and rules of a full run, over the few people concerned, and equals what the next run gives. An event
for which that cannot be promised is left to the run, with the reason. Knows no country: kinds of events come
in as data (`events.kinds`).
"""

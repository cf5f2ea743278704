"""Reading what is published: the card of one family, and the search for it, behind row-level security.

Everything that is read here is asked for with a scope, the areas of the person who asks: beginnings of
codes of areas, «» for the whole country. What lies outside is not there.
"""

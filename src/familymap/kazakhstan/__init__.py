"""What Kazakhstan declares: registers, families, facts, measures, methods; nothing here runs anything."""

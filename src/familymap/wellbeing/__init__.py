"""From the facts of families to what they lack: methods as data, and the SQL that follows from them."""

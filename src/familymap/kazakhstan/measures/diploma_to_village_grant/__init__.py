"""With a diploma to the village: the lifting grant for specialists who work in a village."""

"""With a diploma to the village: the housing loan for specialists who work in a village."""

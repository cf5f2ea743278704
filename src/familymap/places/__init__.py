"""Where areas are: boundaries as users load them or as a sketch, settlements as points, hexagons."""

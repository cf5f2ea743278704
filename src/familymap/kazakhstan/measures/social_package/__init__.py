"""The guaranteed social package for children of poor families."""

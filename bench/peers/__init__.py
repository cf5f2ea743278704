"""The same rules in our language and in OpenFisca's, over the same files: what `bench.openfisca` compares."""

"""A gallery of broken certificates, each named after its defect and rebuilt by `build`."""

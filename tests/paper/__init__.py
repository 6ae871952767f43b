"""Papers of the product: pages, tables and two languages, through the layout of certificates."""

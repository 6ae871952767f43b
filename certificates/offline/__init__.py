"""The checker in one HTML file, for devices without network: `page.make_page`."""

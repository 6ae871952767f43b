"""For a WSGI server of your own."""

from curriculum.app import create_app

app = create_app()

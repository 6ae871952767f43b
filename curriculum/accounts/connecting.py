"""Connect the room to the application: sessions behind the cookie, what surrounds pages, the pages."""

from flask import Flask

from curriculum import labels
from curriculum.accounts import admin, navigation, sessions, views


def init_app(app: Flask) -> None:
    """Let people sign in, and give every page its menu and its words."""
    sessions.init_app(app)
    navigation.init_app(app)
    app.jinja_env.filters["label"] = labels.label
    app.register_blueprint(views.bp)
    app.register_blueprint(admin.bp)

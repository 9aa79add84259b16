"""Where ``flask`` and web servers look for the application: ``flask deadline …``, ``gunicorn wsgi:app``."""

from webapp import create_app

app = create_app()

"""The web of the office: ``create_app`` and the conventions that its pages keep.

* A noun is a package ``webapp/<noun>/`` whose ``routes.py`` has ``blueprint`` (a Flask Blueprint) and, where it
  belongs into the top bar, ``MENU`` (a tuple of ``webapp.menu.Entry``). Both are found here; no list names them.
* Every route says who may call it: ``@access(PUBLIC)``, ``@access(SIGNED_IN)`` or ``@access(Role.ADMIN, …)`` of
  ``webapp.access``, below the route decorator. A route without a rule is refused. GET never changes anything.
* ``webapp.context`` has ``current_office()``, ``current_actor()`` and ``today()``.
* Forms are plain WTForms classes: ``webapp.forms.bind``, ``validated``, ``refuse``, ``act_key`` and ``seen``;
  ``templates/macros/forms.html`` shows any of them.
* Templates extend ``base.html``. Literal words are ``{{ _('…') }}``; words that come from data are
  ``{{ words|say }}``, which stays escaped (``_`` of data would not). Dates are ``|date_cn``, instants ``|instant_cn``,
  last days the macro ``due`` of ``macros/dates.html``.
* No inline script or style: the content security policy allows files of our own only.
* Errors derive from OfficeError; what a view does not catch becomes a page (or JSON) with the right status.
"""

import os
from contextlib import suppress

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from webapp import addresses, bootstrap, cli, context, errors, forms, i18n, logs, menu, nouns, page, security, settings
from webapp.auth import sessions
from workflows.operations.office import Office
from workflows.store.migrate import DatabaseAway, require_current


def create_app(configuration: settings.Settings | None = None, office: Office | None = None) -> Flask:
    """Return the web application. Of the database, a web server looks at the schema only; nothing else is read from it
    before the first request or command.

    Args:
        configuration: read from the environment unless given, as a web server does.
        office: built from the settings unless given.

    Raises:
        SettingsRefused: the settings are not allowed.
        NoDatabase, SchemaDiffers: a web server would not find the tables it needs.
    """
    logs.configure()
    serving = configuration is None and os.environ.get("FLASK_RUN_FROM_CLI") != "true"
    configuration = configuration or settings.read()
    if os.environ.get("FLASK_RUN_FROM_CLI") != "true":
        # Commands that serve nobody (a deadline, a check) run without a scanner or an address.
        configuration.require_fit_to_serve()
    if serving:
        # A server that is away for a moment is waited for, request by request.
        with suppress(DatabaseAway):
            require_current(configuration.database_url)
    app = Flask(__name__)
    if hops := configuration.trusted_proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    context.install(app, configuration, office or bootstrap.build_office(configuration))
    security.configure(app, configuration)
    i18n.install(app)
    sessions.install(app)
    security.install(app)
    forms.install(app)
    page.install(app)
    errors.install(app)
    addresses.install(app)
    menu.install(app, nouns.register(app))
    cli.register(app)
    return app

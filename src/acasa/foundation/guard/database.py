"""What the database itself guards: the audit triggers and the rights of the serving role.

Run as the owner after every migration, so that no table is forgotten.
"""

from __future__ import annotations

from django.apps import apps
from django.db import connections

APP_ROLE = "acasa_app"

# Rows that say nothing about who changed what: derived data, counters, queues, sessions.
_NOT_AUDITED = {
    "guard_auditentry",
    "city_contentversion",
    "city_packrecord",
    "texts_use",
    "texts_factuse",
    "texts_lineage",
    "texts_sentence",
    "ask_searchentry",
    "ask_searchword",
    "guide_feedback",
    "pathway_stepcount",
    "pathway_stepterm",
}
_AUDITED_ELSEWHERE = {"wagtailcore_page", "mfa_authenticator", "account_emailaddress"}
# Columns whose content must never leave its own table: secrets, and texts that people write in confidence.
_SECRET = "password,last_login,data,message"

AUDIT_FUNCTION = """
CREATE OR REPLACE FUNCTION acasa_audit() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  was jsonb; becomes jsonb; secret text[] := string_to_array(TG_ARGV[1], ','); row_key text;
BEGIN
  IF TG_OP <> 'INSERT' THEN was := to_jsonb(OLD) - secret; END IF;
  IF TG_OP <> 'DELETE' THEN becomes := to_jsonb(NEW) - secret; END IF;
  row_key := coalesce(becomes, was) ->> TG_ARGV[0];
  IF TG_OP = 'UPDATE' THEN
    IF to_jsonb(OLD) = to_jsonb(NEW) THEN RETURN NULL; END IF;
    SELECT jsonb_object_agg(key, value) INTO was
      FROM jsonb_each(was) WHERE becomes -> key IS DISTINCT FROM value;
    SELECT jsonb_object_agg(key, value) INTO becomes
      FROM jsonb_each(becomes) WHERE to_jsonb(OLD) -> key IS DISTINCT FROM value;
  END IF;
  INSERT INTO guard_auditentry (at, actor, action, "table", "row", before, after)
  VALUES (clock_timestamp(), coalesce(nullif(current_setting('acasa.actor', true), ''), 'unknown'),
          lower(TG_OP), TG_TABLE_NAME, row_key, was, becomes);
  RETURN NULL;
END $$;
"""


def audited_tables() -> dict[str, str]:
    """The audited tables and their key columns."""
    tables = {}
    for model in apps.get_models(include_auto_created=True):
        meta = model._meta
        ours = model.__module__.startswith("acasa.") and meta.db_table not in _NOT_AUDITED
        if meta.managed and not meta.proxy and (ours or meta.db_table in _AUDITED_ELSEWHERE):
            assert meta.pk is not None
            tables[meta.db_table] = str(meta.pk.column)
    return tables


def guard_database(using: str) -> None:
    """Attaches the audit triggers and sets the rights of the serving role. Safe to run again."""
    connection = connections[using]
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        present = set(connection.introspection.table_names(cursor))
        if "guard_auditentry" not in present:
            return
        cursor.execute(AUDIT_FUNCTION)
        for table, key in audited_tables().items():
            if table in present:
                cursor.execute(
                    f"CREATE OR REPLACE TRIGGER acasa_audit AFTER INSERT OR UPDATE OR DELETE ON {quote(table)} "
                    f"FOR EACH ROW EXECUTE FUNCTION acasa_audit('{key}', '{_SECRET}')"
                )
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [APP_ROLE])
        if cursor.fetchone():
            cursor.execute(f"GRANT USAGE ON SCHEMA public TO {APP_ROLE}")
            cursor.execute(
                f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {APP_ROLE}"
            )
            cursor.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {APP_ROLE}")
            cursor.execute(f"REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON guard_auditentry FROM {APP_ROLE}")
            cursor.execute(f"REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {APP_ROLE}")


def serving_role_faults() -> list[str]:
    """Why the current role must not serve the public; empty if it may."""
    with connections["default"].cursor() as cursor:
        cursor.execute(
            "SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb,"
            " EXISTS (SELECT 1 FROM pg_tables WHERE schemaname = 'public' AND tableowner = current_user)"
            " FROM pg_roles WHERE rolname = current_user"
        )
        superuser, bypass, makes_roles, makes_databases, owns = cursor.fetchone()
    faults = []
    if superuser:
        faults.append("it is a superuser")
    if bypass:
        faults.append("it may bypass row-level security")
    if makes_roles or makes_databases:
        faults.append("it may create roles or databases")
    if owns:
        faults.append("it owns tables")
    return faults

"""What the database itself guards: the audit triggers and the rights of the serving role.

Run as the owner after every migration, so that no table is forgotten.
"""

from __future__ import annotations

from django.core.management import call_command
from django.db import connections

from .declared import appended_tables, audited_tables, kept_tables

APP_ROLE = "acasa_app"

# It runs with the owner's rights, so it names its table in full and looks into no schema that a caller can fill:
# pg_temp, where nobody names it, is searched first (PostgreSQL, CREATE FUNCTION, “Writing SECURITY DEFINER
# functions safely”).
AUDIT_FUNCTION = """
CREATE OR REPLACE FUNCTION acasa_audit() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
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
  INSERT INTO public.guard_auditentry (at, actor, action, "table", "row", before, after)
  VALUES (clock_timestamp(), coalesce(nullif(current_setting('acasa.actor', true), ''), 'unknown'),
          lower(TG_OP), TG_TABLE_NAME, row_key, was, becomes);
  RETURN NULL;
END $$;
"""


def guard_database(using: str) -> None:
    """Attaches the audit triggers and sets the rights of the serving role. Safe to run again."""
    connection = connections[using]
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        present = set(connection.introspection.table_names(cursor))
        if "guard_auditentry" not in present:
            return
        call_command("createcachetable", database=using, verbosity=0)
        cursor.execute(AUDIT_FUNCTION)
        cursor.execute("REVOKE EXECUTE ON FUNCTION acasa_audit() FROM PUBLIC")
        # A temporary table can stand before a real one of the same name; nobody here needs any.
        cursor.execute(f"REVOKE TEMPORARY ON DATABASE {quote(connection.settings_dict['NAME'])} FROM PUBLIC")
        for table, (key, secret) in audited_tables().items():
            if table in present:
                cursor.execute(
                    f"CREATE OR REPLACE TRIGGER acasa_audit AFTER INSERT OR UPDATE OR DELETE ON {quote(table)} "
                    f"FOR EACH ROW EXECUTE FUNCTION acasa_audit('{key}', '{','.join(secret)}')"
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
            for table, days in appended_tables().items():
                if table in present:
                    for statement in _only_appended(quote(table), days):
                        cursor.execute(statement)
            for table in kept_tables():
                if table in present:
                    cursor.execute(f"REVOKE UPDATE, DELETE, TRUNCATE ON {quote(table)} FROM {APP_ROLE}")


def _only_appended(table: str, days: int) -> list[str]:
    """Rows are read and added; one is deleted only when it is old, by the database's own clock.

    That clock is PostgreSQL's on purpose: who could write history anew must not be asked what time it is.
    """
    return [
        f"REVOKE UPDATE, TRUNCATE ON {table} FROM {APP_ROLE}",
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        *(
            f"DROP POLICY IF EXISTS {policy} ON {table}"
            for policy in ("acasa_read", "acasa_add", "acasa_forget")
        ),
        f"CREATE POLICY acasa_read ON {table} FOR SELECT USING (true)",
        f"CREATE POLICY acasa_add ON {table} FOR INSERT WITH CHECK (true)",
        f"CREATE POLICY acasa_forget ON {table} FOR DELETE USING (at < now() - interval '{int(days)} days')",
    ]


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

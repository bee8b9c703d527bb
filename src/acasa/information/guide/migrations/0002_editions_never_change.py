"""An edition is what was published: the database refuses to change or delete one, whoever asks."""

from django.db import migrations

FORWARDS = """
CREATE FUNCTION acasa_edition_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'an edition is never changed or deleted; publish a new one'
    USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER edition_is_final BEFORE UPDATE OR DELETE ON guide_edition
  FOR EACH ROW EXECUTE FUNCTION acasa_edition_is_final();
"""
BACKWARDS = "DROP TRIGGER edition_is_final ON guide_edition; DROP FUNCTION acasa_edition_is_final();"


class Migration(migrations.Migration):
    dependencies = [("guide", "0001_initial")]
    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]

-- By hand: secrets that versions before `auth_scheme_secrets` stored in clear text, readable by every key. The next start of the API encrypts
-- them. A text with U+0000 is no jsonb and stays: no auth scheme that the API accepts has one.
CREATE TEMPORARY TABLE "found_secrets" ON COMMIT DROP AS
WITH "holders" AS MATERIALIZED (
  SELECT "id", "changed_by", "auth_scheme_configs" FROM "connectors"
   WHERE "auth_scheme_configs" LIKE '%"clientSecret"%' AND "auth_scheme_configs" NOT LIKE '%\\u0000%'
)
SELECT "id", "changed_by", "scheme", "position", "scheme" #>> '{grant,clientSecret}' AS "secret"
  FROM "holders", jsonb_array_elements("auth_scheme_configs"::jsonb) WITH ORDINALITY AS "schemes" ("scheme", "position");

INSERT INTO "auth_scheme_secrets" ("connector_id", "scheme_id", "secret", "changed_by")
SELECT "id", "scheme" ->> 'id', "secret", coalesce("changed_by", '{"kind":"system","id":"migration","name":"migration"}')
  FROM "found_secrets" WHERE "secret" IS NOT NULL
ON CONFLICT DO NOTHING;

UPDATE "connectors" SET "auth_scheme_configs" = "cleaned"."schemes"
  FROM (
    SELECT "id", jsonb_agg(
             CASE WHEN "secret" IS NULL THEN "scheme"
                  ELSE jsonb_set("scheme" #- '{grant,clientSecret}', '{grant,hasClientSecret}', 'true') END
             ORDER BY "position")::text AS "schemes"
      FROM "found_secrets" GROUP BY "id"
  ) AS "cleaned"
 WHERE "connectors"."id" = "cleaned"."id";

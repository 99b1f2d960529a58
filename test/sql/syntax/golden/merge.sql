MERGE INTO db.target AS t
USING (SELECT * FROM updates) AS u
ON t.id = u.id
WHEN MATCHED AND u.deleted THEN DELETE
WHEN MATCHED THEN UPDATE SET name = u.name, n = t.n + 1
WHEN NOT MATCHED THEN INSERT (id, name) VALUES (u.id, u.name)

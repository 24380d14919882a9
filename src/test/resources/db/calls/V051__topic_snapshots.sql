-- Screens take the present of each topic.
SELECT CASE WHEN s.epoch IS NOT NULL AND s.seq >= 0 AND s.settled IS NOT NULL
             AND s.digest IS NOT NULL AND s.data IS NOT NULL THEN 'done' END AS outcome
  FROM (VALUES ('orders'), ('catalog'), ('coworking')) AS t (topic),
       topic_snapshot(1, t.topic) AS s;

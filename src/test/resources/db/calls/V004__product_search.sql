-- The counter searches.
SELECT CASE WHEN count(*) = 1 THEN 'done' END AS outcome
  FROM products
 WHERE location_id = 1 AND active
   AND search_text LIKE ALL (ARRAY(SELECT '%' || fold_text(word) || '%'
                                     FROM unnest('{CAFÉ,latte}'::text[]) AS word));

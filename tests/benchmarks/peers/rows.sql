SELECT o.code, d.code AS document,
    m.code AS metric, m.name_zh AS metric_name_zh, m.name_en AS metric_name_en,
    r.code AS region, r.name_zh AS region_name_zh, r.name_en AS region_name_en, r.level AS region_level,
    p.code AS programme, p.name_zh AS programme_name_zh, p.name_en AS programme_name_en,
    m.measure, m.temporality, o.time_period, o.period_start, o.period_end, o.period_basis, o.base_period,
    o.comparison,
    CAST(o.value AS double precision) AS value, CAST(o.value_low AS double precision) AS value_low,
    CAST(o.value_high AS double precision) AS value_high, o.value_text, o.printed_mult, o.printed_decimals,
    u.code AS unit, u.name_zh AS unit_name_zh, u.name_en AS unit_name_en,
    o.value_type, o.qualifier, o.obs_status, o.derivation, o.note_zh, o.note_en,
    q.code AS quote, q.exact AS quote_exact, o.corrected, o.withdrawn, o.revision_id AS revision
FROM indicators_observation o
JOIN indicators_document d ON d.id = o.document_id
JOIN indicators_metric m ON m.id = o.metric_id
JOIN indicators_unit u ON u.id = m.unit_id
JOIN indicators_region r ON r.id = o.region_id
JOIN indicators_quote q ON q.id = o.quote_id
LEFT JOIN programmes_programmemetric pm ON pm.metric_id = m.id
LEFT JOIN programmes_programme p ON p.id = pm.programme_id

-- The role is called on screen what receipts and papers call the person.

SELECT set_config('siraj.actor', '-1', true), set_config('siraj.action', 'defaults', true);

UPDATE roles SET name = 'أمين الصندوق', version = version + 1
WHERE code = 'cashier' AND name = 'كاشير';

-- The remarks that every utility starts with, and the role of the machine that reads smart meters.

SELECT set_config('siraj.actor', '-1', true), set_config('siraj.action', 'defaults', true);

INSERT INTO reading_remarks (code, name, name_en, prevents_reading, needs_review) VALUES
    ('locked',    'الباب مغلق', 'Locked gate', true, false),
    ('dog',       'كلب', 'Dog', true, false),
    ('absent',    'لا أحد في المكان', 'Nobody there', true, false),
    ('refused',   'رفض المشترك القراءة', 'Customer refused', true, false),
    ('not_found', 'العداد غير موجود', 'Meter not found', true, false),
    ('blank',     'شاشة العداد لا تعمل', 'Blank display', true, false),
    ('glass',     'زجاج العداد مكسور', 'Broken glass', false, false),
    ('seal',      'الختم مكسور', 'Broken seal', false, true),
    ('stopped',   'العداد متوقف', 'Meter stands still', false, true),
    ('burnt',     'العداد محترق', 'Burnt meter', true, false),
    ('bypass',    'اشتباه بعبث أو توصيل غير قانوني', 'Suspected bypass', false, true),
    ('empty',     'المكان خالٍ', 'Empty place', false, false);

INSERT INTO roles (code, name, name_en, system, permissions) VALUES
    ('head_end', 'نظام القراءة عن بعد', 'Head-end', true, '{readings.push}');

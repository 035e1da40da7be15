-- What every utility starts with: its company row, the chart of accounts, roles, classes, cycles
-- and payment methods. All of it is data that the utility changes on its screens.

SELECT set_config('siraj.actor', '-1', true), set_config('siraj.action', 'defaults', true);

INSERT INTO company (name, name_en, currency, cash_unit_minor, country_prefix, utc_offset_minutes)
VALUES ('شركة الكهرباء', 'Electricity company', 'YER', 100, '967', 180);

INSERT INTO branches (code, name) VALUES ('01', 'المركز الرئيسي');

INSERT INTO ledger_accounts (code, name, name_en, kind) VALUES
    ('111',  'الصندوق', 'Cash', 'asset'),
    ('1112', 'البنك', 'Bank', 'asset'),
    ('113',  'شيكات برسم التحصيل', 'Cheques in hand', 'asset'),
    ('114',  'تسويات البطاقات', 'Card clearing', 'asset'),
    ('115',  'تسويات المحافظ الإلكترونية', 'Mobile wallet clearing', 'asset'),
    ('1131', 'مخزون العدادات', 'Meter stock', 'asset'),
    ('120',  'ذمم المشتركين', 'Customer receivables', 'asset'),
    ('121',  'مخصص الديون المشكوك فيها', 'Allowance for doubtful debts', 'asset'),
    ('125',  'إيرادات طاقة مستحقة غير مفوترة', 'Accrued unbilled energy', 'asset'),
    ('212',  'تأمينات المشتركين', 'Customer deposits', 'liability'),
    ('215',  'دفعات المشتركين المقدمة', 'Customer advances', 'liability'),
    ('219',  'مقبوضات تحت التسوية', 'Receipts in suspense', 'liability'),
    ('220',  'إيرادات مقدمة للدفع المسبق', 'Deferred prepaid revenue', 'liability'),
    ('230',  'ضريبة المبيعات', 'Sales tax', 'liability'),
    ('310',  'أرصدة افتتاحية', 'Opening balances', 'equity'),
    ('410',  'إيرادات الطاقة', 'Energy revenue', 'income'),
    ('411',  'إيرادات الخدمات', 'Service revenue', 'income'),
    ('412',  'إيرادات الرسوم الثابتة', 'Fixed charge revenue', 'income'),
    ('413',  'إيرادات إيجار العدادات', 'Meter rent revenue', 'income'),
    ('419',  'فروق التقريب', 'Rounding differences', 'income'),
    ('421',  'إيرادات الاشتراكات الجديدة', 'New subscription revenue', 'income'),
    ('422',  'إيرادات الترقيات', 'Upgrade revenue', 'income'),
    ('423',  'مبيعات العدادات', 'Meter sales', 'income'),
    ('499',  'الخصم المسموح به', 'Discounts allowed', 'income'),
    ('5301', 'عمولات بوابات الدفع', 'Gateway commission', 'expense'),
    ('55',   'تكلفة البضاعة المباعة', 'Cost of goods sold', 'expense'),
    ('580',  'ديون معدومة', 'Bad debts', 'expense');

INSERT INTO posting_keys (key, ledger_account_id)
SELECT k.key, a.id
FROM (VALUES
    ('cash', '111'), ('bank', '1112'), ('cheques_in_hand', '113'), ('card_clearing', '114'),
    ('wallet_clearing', '115'), ('meter_stock', '1131'), ('receivable', '120'),
    ('allowance', '121'),
    ('unbilled', '125'), ('deposits', '212'), ('advances', '215'), ('suspense', '219'),
    ('deferred', '220'), ('tax', '230'), ('opening_equity', '310'), ('revenue_energy', '410'),
    ('revenue_service', '411'), ('revenue_fixed', '412'), ('revenue_rent', '413'),
    ('rounding', '419'),
    ('revenue_subscription', '421'), ('revenue_upgrade', '422'), ('revenue_meter', '423'),
    ('discount', '499'), ('commission', '5301'), ('cost_of_goods', '55'), ('bad_debt', '580')
) AS k (key, code)
JOIN ledger_accounts a ON a.code = k.code;

INSERT INTO payment_methods (code, name, name_en, posting_key, needs_reference) VALUES
    ('cash',     'نقدًا', 'Cash', 'cash', false),
    ('transfer', 'تحويل بنكي', 'Bank transfer', 'bank', true),
    ('cheque',   'شيك', 'Cheque', 'cheques_in_hand', true),
    ('card',     'بطاقة', 'Card', 'card_clearing', true),
    ('wallet',   'محفظة إلكترونية', 'Mobile wallet', 'wallet_clearing', true);

INSERT INTO customer_classes (code, name, name_en, due_days) VALUES
    ('residential',  'سكني', 'Residential', 15),
    ('commercial',   'تجاري', 'Commercial', 15),
    ('industrial',   'صناعي', 'Industrial', 15),
    ('governmental', 'حكومي', 'Governmental', 30),
    ('agricultural', 'زراعي', 'Agricultural', 30);

INSERT INTO billing_cycles (code, name, name_en, frequency, reading_days_before,
                            reading_days_after, billing_day_offset) VALUES
    ('M',  'شهرية', 'Monthly', 'month', 3, 3, 3),
    ('H',  'نصف شهرية', 'Half-monthly', 'half_month', 2, 2, 2),
    ('D',  'كل عشرة أيام', 'Every ten days', 'ten_days', 1, 1, 1),
    ('Q',  'ربع سنوية', 'Quarterly', 'quarter', 5, 5, 5);

INSERT INTO roles (code, name, name_en, system, permissions) VALUES
    ('admin', 'مدير النظام', 'Administrator', true,
     '{users.read, users.write, roles.write, audit.read, company.write, geography.read,
       geography.write, customers.read, accounting.read, tariffs.read, subscriptions.read,
       meters.read, readings.read, billing.read, invoices.read, payments.read, jobs.read,
       imports.run, settings.write}'),
    ('billing_officer', 'موظف الفوترة', 'Billing officer', true,
     '{geography.read, customers.read, customers.write, subscriptions.read,
       subscriptions.write, meters.read, meters.write, tariffs.read, tariffs.write,
       readings.read, readings.enter, readings.review, billing.read, billing.run,
       billing.exceptions, invoices.read, invoices.cancel, payments.read, jobs.read, jobs.run,
       imports.run}'),
    ('subscription_officer', 'موظف الاشتراكات', 'Subscription officer', true,
     '{geography.read, customers.read, customers.write, subscriptions.read,
       subscriptions.write, meters.read, meters.write, tariffs.read, readings.read,
       invoices.read, payments.read, jobs.read, imports.run}'),
    ('cashier', 'كاشير', 'Cashier', true,
     '{geography.read, customers.read, subscriptions.read, meters.read, invoices.read,
       payments.read, payments.take}'),
    ('pos_supervisor', 'مشرف الصناديق', 'Cash supervisor', true,
     '{geography.read, customers.read, subscriptions.read, meters.read, invoices.read,
       payments.read, payments.take, payments.cancel, payments.backdate, jobs.read}'),
    ('reader', 'قارئ عدادات', 'Meter reader', true,
     '{geography.read, meters.read, readings.read, readings.enter}'),
    ('reading_supervisor', 'مشرف القراءات', 'Reading supervisor', true,
     '{geography.read, geography.write, customers.read, subscriptions.read, meters.read,
       readings.read, readings.enter, readings.review, jobs.read, imports.run}'),
    ('accountant', 'محاسب', 'Accountant', true,
     '{geography.read, customers.read, accounting.read, accounting.map, accounting.close,
       tariffs.read, billing.read, invoices.read, payments.read, jobs.read}'),
    ('station_manager', 'مدير المحطة', 'Station manager', true,
     '{geography.read, geography.write, customers.read, subscriptions.read, meters.read,
       tariffs.read, tariffs.activate, readings.read, readings.review, billing.read,
       billing.run, invoices.read, payments.read, accounting.read, jobs.read, users.read}'),
    ('auditor', 'مراجع', 'Auditor', true,
     '{users.read, audit.read, geography.read, customers.read, accounting.read, tariffs.read,
       subscriptions.read, meters.read, readings.read, billing.read, invoices.read,
       payments.read, jobs.read}');

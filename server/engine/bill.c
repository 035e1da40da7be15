/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Parts, energy by days, taxes and totals of a bill. */
#include "server/engine/bill.h"

#include "common/base/language.h"

typedef struct {
    gint32 tax_bp[BILL_MAX_TAX_RATES];
    gint64 net_minor[BILL_MAX_TAX_RATES];
    gint64 tax_minor[BILL_MAX_TAX_RATES]; /* Σ of the lines' own, for TAX_PER_LINE */
    guint n;
} TaxGroups;

static gboolean
same_terms (const PriceTerms *a, const PriceTerms *b)
{
    return a->amperes == b->amperes && a->contracted_va == b->contracted_va &&
           a->contracted_w == b->contracted_w && a->tax_override_bp == b->tax_override_bp;
}

static gboolean
refuse_lines (GError **error)
{
    return refuse (error, SIRAJ_ERROR_TOO_MANY_LINES, NULL,
                   "The bill has too many parts or lines: split its period.");
}

/* Days under equal prices and terms make one part, so that a change of nothing changes nothing and
 * block limits are not cut into slices. */
static BillPart *
find_part (Bill *bill, const BillTerm *term)
{
    for (guint i = 0; i < bill->n_parts; i++) {
        BillPart *part = &bill->parts[i];

        if (same_terms (&part->terms, &term->terms) &&
            tariff_same_prices (part->version, term->version))
            return part;
    }
    return NULL;
}

static void
usage_init (PriceUsage *usage, const BillInput *input)
{
    for (guint i = 0; i < REGISTER_N_ENERGY; i++) {
        usage->energy_wh[i] = 0;
        usage->previous_wh[i] = input->previous_wh[i];
    }
    usage->reactive_varh = 0;
    usage->demand_w = 0;
    usage->power_factor_bp = input->power_factor_bp;
    usage->by_hours = FALSE;
    usage->has_reactive = FALSE;
    usage->has_demand = FALSE;
}

static BillPart *
add_part (const BillInput *input, Bill *bill, const BillTerm *term)
{
    BillPart *part;

    if (bill->n_parts == BILL_MAX_PARTS)
        return NULL;
    part = &bill->parts[bill->n_parts++];
    part->version = term->version;
    part->terms = term->terms;
    part->n_spans = 0;
    part->days = 0;
    usage_init (&part->usage, input);
    return part;
}

static gboolean
add_service (const BillInput *input, Bill *bill, const BillTerm *term, Period days, GError **error)
{
    BillPart *part = find_part (bill, term);

    if (part == NULL)
        part = add_part (input, bill, term);
    if (part == NULL || part->n_spans == BILL_MAX_SPANS)
        return refuse_lines (error);
    bill->last_part = part - bill->parts;
    part->spans[part->n_spans++] = days;
    part->days += period_days (days);
    bill->days += period_days (days);
    return TRUE;
}

static gboolean
refuse_day (GError **error, SirajError code, const char *format, Date day)
{
    g_autofree char *text = date_format (day);

    return refuse (error, code, "terms", format, text);
}

/* Every day of the bill has one term. */
static gboolean
make_parts (const BillInput *input, Bill *bill, GError **error)
{
    Date reached = input->period.from;

    for (guint i = 0; i < input->n_terms; i++) {
        const BillTerm *term = &input->terms[i];
        Period days;

        if (!period_overlap (term->period, input->period, &days))
            continue;
        if (days.from < reached)
            return refuse_day (error, SIRAJ_ERROR_TARIFF_OVERLAP,
                               N_ ("Two tariffs are valid on %s: end one of them."), days.from);
        if (days.from > reached)
            break;
        if (term->version != NULL && !add_service (input, bill, term, days, error))
            return FALSE;
        reached = days.to;
    }
    if (reached < input->period.to)
        return refuse_day (error, SIRAJ_ERROR_TARIFF_MISSING,
                           N_ ("No tariff is valid on %s: give the agreement one."), reached);
    return TRUE;
}

/* A meter with hour classes also shows their sum; that register is a check, not more energy. */
static gboolean
is_control_register (const BillInput *input, const Segment *segment)
{
    if (segment->register_class != REGISTER_TOTAL)
        return FALSE;
    for (guint i = 0; i < input->n_segments; i++) {
        const Segment *other = &input->segments[i];

        if (other->meter_id == segment->meter_id && other->register_class > REGISTER_TOTAL &&
            other->register_class < REGISTER_N_ENERGY)
            return TRUE;
    }
    return FALSE;
}

static void
add_quantity (PriceUsage *usage, int register_class, gint64 quantity)
{
    if (register_class == REGISTER_REACTIVE) {
        usage->reactive_varh += quantity;
        return;
    }
    usage->energy_wh[register_class] += quantity;
    if (register_class != REGISTER_TOTAL)
        usage->energy_wh[REGISTER_TOTAL] += quantity;
}

static int
days_in_part (const BillPart *part, Period period)
{
    int days = 0;

    for (guint i = 0; i < part->n_spans; i++) {
        Period common;

        if (period_overlap (part->spans[i], period, &common))
            days += period_days (common);
    }
    return days;
}

/* Two readings of one day enclose no day: what lies between belongs to that day, or to the last day
 * of the bill when it is the day after. */
static Period
days_of_segment (const BillInput *input, const Segment *segment)
{
    Period days = segment->period;

    if (days.from == days.to) {
        days.from = MIN (days.from, input->period.to - 1);
        days.to = days.from + 1;
    }
    return days;
}

static gboolean
share_out (const BillInput *input, Bill *bill, const Segment *segment, GError **error)
{
    gint64 days[BILL_MAX_PARTS];
    gint64 parts[BILL_MAX_PARTS];
    gint64 covered = 0;

    for (guint i = 0; i < bill->n_parts; i++) {
        days[i] = days_in_part (&bill->parts[i], days_of_segment (input, segment));
        covered += days[i];
    }
    if (covered == 0 && segment->quantity != 0)
        return refuse (error, SIRAJ_ERROR_ENERGY_WITHOUT_SERVICE, "segments",
                       "The meter counted energy on days without service: check the readings and "
                       "the dates of disconnection.");
    if (covered == 0)
        return TRUE;
    energy_split (segment->quantity, days, bill->n_parts, parts);
    for (guint i = 0; i < bill->n_parts; i++)
        add_quantity (&bill->parts[i].usage, segment->register_class, parts[i]);
    return TRUE;
}

/* A maximum is not split: it stands for each part it touches. */
static void
share_demand (const BillInput *input, Bill *bill, const Segment *segment)
{
    for (guint i = 0; i < bill->n_parts; i++) {
        PriceUsage *usage = &bill->parts[i].usage;

        if (days_in_part (&bill->parts[i], days_of_segment (input, segment)) == 0)
            continue;
        usage->has_demand = TRUE;
        usage->demand_w = MAX (usage->demand_w, segment->quantity);
    }
}

static gboolean
share_segment (const BillInput *input, Bill *bill, const Segment *segment, GError **error)
{
    if (segment->period.from < input->period.from || segment->period.to > input->period.to)
        return refuse (error, SIRAJ_ERROR_SEGMENT_OVERLAP, "segments",
                       "Consumption of other days than the bill's would be billed twice.");
    if (segment->quantity < 0 || segment->quantity > TARIFF_MAX_LIMIT_WH)
        return refuse (error, SIRAJ_ERROR_OUT_OF_RANGE, "segments",
                       "The consumption of a register is below zero or too large to be true.");
    if (segment->register_class == REGISTER_DEMAND) {
        share_demand (input, bill, segment);
        return TRUE;
    }
    if (is_control_register (input, segment))
        return TRUE;
    bill->estimated = bill->estimated || segment->estimated;
    if (segment->register_class < REGISTER_N_ENERGY)
        bill->energy_wh += segment->quantity;
    if (bill->n_parts == 1 && bill->days == period_days (input->period)) {
        add_quantity (&bill->parts[0].usage, segment->register_class, segment->quantity);
        return TRUE;
    }
    return share_out (input, bill, segment, error);
}

static void
mark_registers (const BillInput *input, Bill *bill)
{
    gboolean by_hours = FALSE;
    gboolean has_reactive = FALSE;

    for (guint i = 0; i < input->n_segments; i++) {
        int register_class = input->segments[i].register_class;

        has_reactive = has_reactive || register_class == REGISTER_REACTIVE;
        by_hours =
            by_hours || (register_class > REGISTER_TOTAL && register_class < REGISTER_N_ENERGY);
    }
    for (guint i = 0; i < bill->n_parts; i++) {
        bill->parts[i].usage.by_hours = by_hours;
        bill->parts[i].usage.has_reactive = has_reactive;
    }
}

/* One register, read at both ends of the bill: nothing can overlap or be missing. */
static gboolean
is_one_segment (const BillInput *input)
{
    const Segment *segment = input->segments;

    return input->n_segments == 1 && segment->register_class == REGISTER_TOTAL &&
           segment->period.from == input->period.from && segment->period.to == input->period.to;
}

static gboolean
check_segments (const BillInput *input, const Bill *bill, GError **error)
{
    Period service[BILL_MAX_SPANS];
    guint n = 0;

    for (guint i = 0; i < input->n_terms && n < BILL_MAX_SPANS; i++)
        if (input->terms[i].version != NULL &&
            period_overlap (input->terms[i].period, input->period, &service[n]))
            n++;
    return consumption_check (input->segments, input->n_segments, input->period, service, n, error);
}

static gboolean
share_energy (const BillInput *input, Bill *bill, GError **error)
{
    if (!is_one_segment (input) && !check_segments (input, bill, error))
        return FALSE;
    for (guint i = 0; i < input->n_segments; i++)
        if (!share_segment (input, bill, &input->segments[i], error))
            return FALSE;
    mark_registers (input, bill);
    return TRUE;
}

static gboolean
price_part (const BillInput *input, const Bill *bill, guint i, BillLines *lines, GError **error)
{
    const BillPart *part = &bill->parts[i];
    PriceInput price = {
        .version = part->version,
        .currency = input->currency,
        .whole = input->period,
        .whole_days = bill->days,
        .days = part->days,
        .cycle_days = input->cycle_days,
        .whole_wh = bill->energy_wh,
        .spans = part->spans,
        .n_spans = part->n_spans,
        .usage = &part->usage,
        .terms = &part->terms,
        .prices = input->prices,
        .n_prices = input->n_prices,
        .part = i,
        .flags = input->flags | (i != bill->last_part ? PRICE_NOT_LAST : 0),
    };

    return tariff_price (&price, lines, error);
}

/* The part of the last day comes last: its charges once per bill go by the value of all others. */
static gboolean
price_parts (const BillInput *input, const Bill *bill, BillLines *lines, GError **error)
{
    for (guint i = 0; i < bill->n_parts; i++)
        if (i != bill->last_part && !price_part (input, bill, i, lines, error))
            return FALSE;
    return price_part (input, bill, bill->last_part, lines, error);
}

static guint
find_tax_group (TaxGroups *groups, gint32 tax_bp)
{
    guint i = 0;

    while (i < groups->n && groups->tax_bp[i] != tax_bp)
        i++;
    if (i == groups->n && i < BILL_MAX_TAX_RATES) {
        groups->tax_bp[i] = tax_bp;
        groups->net_minor[i] = 0;
        groups->tax_minor[i] = 0;
        groups->n++;
    }
    return i;
}

static gboolean
refuse_amount (GError **error)
{
    return refuse (error, SIRAJ_ERROR_AMOUNT_TOO_LARGE, NULL,
                   "An amount does not fit: check the readings and the prices.");
}

static gboolean
group_taxes (Bill *bill, const TariffVersion *version, TaxGroups *groups, GError **error)
{
    groups->n = 0;
    for (guint i = 0; i < bill->n_lines; i++) {
        const BillLine *line = &bill->lines[i];
        gint64 tax_minor = 0;
        guint at;

        if (!money_add (bill->net_minor, line->amount_minor, &bill->net_minor))
            return refuse_amount (error);
        if (line->tax_bp == 0)
            continue;
        at = find_tax_group (groups, line->tax_bp);
        if (at == BILL_MAX_TAX_RATES)
            return refuse_lines (error);
        if (version->tax_policy == TAX_PER_LINE &&
            !money_percentage (line->amount_minor, line->tax_bp, version->rounding, &tax_minor))
            return refuse_amount (error);
        groups->net_minor[at] += line->amount_minor;
        groups->tax_minor[at] += tax_minor;
    }
    return TRUE;
}

static BillLine *
add_line (Bill *bill, LineKind kind, LineReason reason, gint64 amount_minor)
{
    BillLine *line;

    if (bill->n_lines == BILL_MAX_LINES)
        return NULL;
    line = &bill->lines[bill->n_lines++];
    *line = bill_line_blank;
    line->kind = kind;
    line->reason = reason;
    line->days = bill->days;
    line->all_days = bill->days;
    line->amount_minor = amount_minor;
    return line;
}

static gboolean
add_taxes (Bill *bill, const TariffVersion *version, GError **error)
{
    TaxGroups groups;

    if (!group_taxes (bill, version, &groups, error))
        return FALSE;
    for (guint i = 0; i < groups.n; i++) {
        gint64 tax_minor = groups.tax_minor[i];
        BillLine *line;

        if (version->tax_policy == TAX_PER_GROUP &&
            !money_percentage (groups.net_minor[i], groups.tax_bp[i], version->rounding,
                               &tax_minor))
            return refuse_amount (error);
        line = add_line (bill, LINE_TAX, REASON_TAX, tax_minor);
        if (line == NULL)
            return refuse_lines (error);
        line->percent_bp = groups.tax_bp[i];
        line->base_minor = groups.net_minor[i];
        bill->tax_minor += tax_minor;
    }
    return TRUE;
}

static gboolean
add_total (Bill *bill, const BillInput *input, const TariffVersion *version, GError **error)
{
    gint64 unit_minor = MAX (input->cash_unit_minor, 1);
    gint64 exact_minor;
    BillLine *line;

    if (version->rounding_policy == ROUND_TOTAL)
        unit_minor = MAX (unit_minor, version->rounding_unit_minor);
    if (!money_add (bill->net_minor, bill->tax_minor, &exact_minor))
        return refuse_amount (error);
    bill->total_minor = exact_minor;
    if (unit_minor > 1 &&
        !rounding_to_unit (exact_minor, unit_minor, version->rounding, &bill->total_minor))
        return refuse_amount (error);
    bill->rounding_minor = bill->total_minor - exact_minor;
    if (bill->rounding_minor == 0)
        return TRUE;
    line = add_line (bill, LINE_ROUNDING, REASON_ROUNDING, bill->rounding_minor);
    if (line == NULL)
        return refuse_lines (error);
    line->limit_minor = unit_minor;
    return TRUE;
}

static void
bill_reset (Bill *bill)
{
    bill->n_parts = 0;
    bill->last_part = 0;
    bill->n_lines = 0;
    bill->days = 0;
    bill->energy_wh = 0;
    bill->net_minor = 0;
    bill->tax_minor = 0;
    bill->rounding_minor = 0;
    bill->total_minor = 0;
    bill->estimated = FALSE;
}

gboolean
bill_compute (const BillInput *input, Bill *bill, GError **error)
{
    BillLines lines = { bill->lines, 0, BILL_MAX_LINES };
    const TariffVersion *last;

    g_return_val_if_fail (input->period.to > input->period.from, FALSE);

    bill_reset (bill);
    if (!make_parts (input, bill, error))
        return FALSE;
    if (!share_energy (input, bill, error))
        return FALSE;
    if (bill->n_parts == 0)
        return TRUE; /* no service on any day: a bill of nothing */
    if (!price_parts (input, bill, &lines, error))
        return FALSE;
    bill->n_lines = lines.n;
    last = bill->parts[bill->last_part].version;
    return add_taxes (bill, last, error) && add_total (bill, input, last, error);
}

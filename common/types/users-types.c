/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Field tables of the company, branches, stations, users, roles, sessions and audit. */
#include "common/types/users-types.h"

RECORD_DEFINE (
    company, Company, FIELD_ID (Company, id, N_ ("Id"), FIELD_READ_ONLY),
    FIELD_TEXT (Company, name, N_ ("Company name"), FIELD_REQUIRED),
    FIELD_TEXT (Company, name_en, N_ ("Name in English"), FIELD_PLAIN),
    FIELD_TEXT (Company, address, N_ ("Address"), FIELD_PLAIN),
    FIELD_TEXT (Company, phone, N_ ("Phone"), FIELD_PLAIN),
    FIELD_TEXT (Company, tax_number, N_ ("Tax number"), FIELD_PLAIN),
    FIELD_TEXT (Company, currency, N_ ("Currency"), FIELD_READ_ONLY),
    FIELD_MONEY (Company, cash_unit_minor, N_ ("Smallest cash unit"), FIELD_PLAIN),
    FIELD_TEXT (Company, country_prefix, N_ ("Country prefix"), FIELD_PLAIN),
    FIELD_INTEGER (Company, utc_offset_minutes, N_ ("Offset from UTC in minutes"), FIELD_PLAIN),
    FIELD_TEXT (Company, einvoice_profile, N_ ("E-invoice profile"), FIELD_PLAIN),
    FIELD_INTEGER (Company, estimates_limit, N_ ("Estimates allowed in a row"), FIELD_PLAIN),
    FIELD_BOOLEAN (Company, apply_advances, N_ ("Apply advances to new bills"), FIELD_PLAIN),
    FIELD_BOOLEAN (Company, demonstration, N_ ("Demonstration"), FIELD_READ_ONLY),
    FIELD_INTEGER (Company, version, N_ ("Version"), FIELD_READ_ONLY));

RECORD_DEFINE (branch, Branch, FIELD_ID (Branch, id, N_ ("Id"), FIELD_READ_ONLY),
               FIELD_TEXT (Branch, code, N_ ("Branch code"), FIELD_REQUIRED | FIELD_FIXED),
               FIELD_TEXT (Branch, name, N_ ("Branch"), FIELD_REQUIRED),
               FIELD_INTEGER (Branch, version, N_ ("Version"), FIELD_READ_ONLY));

RECORD_DEFINE (station, Station, FIELD_ID (Station, id, N_ ("Id"), FIELD_READ_ONLY),
               FIELD_ID (Station, branch_id, N_ ("Branch"), FIELD_REQUIRED),
               FIELD_TEXT (Station, branch_name, N_ ("Branch"), FIELD_READ_ONLY),
               FIELD_TEXT (Station, code, N_ ("Station code"), FIELD_REQUIRED | FIELD_FIXED),
               FIELD_TEXT (Station, name, N_ ("Station"), FIELD_REQUIRED),
               FIELD_INTEGER (Station, version, N_ ("Version"), FIELD_READ_ONLY));

RECORD_DEFINE (user, User, FIELD_ID (User, id, N_ ("Id"), FIELD_READ_ONLY),
               FIELD_TEXT (User, username, N_ ("User name"), FIELD_REQUIRED | FIELD_FIXED),
               FIELD_TEXT (User, full_name, N_ ("Full name"), FIELD_REQUIRED),
               FIELD_TEXT (User, password, N_ ("Password"), FIELD_SECRET),
               FIELD_TEXT (User, mobile, N_ ("Mobile"), FIELD_PLAIN),
               FIELD_TEXT (User, email, N_ ("E-mail"), FIELD_PLAIN),
               FIELD_ID (User, branch_id, N_ ("Branch"), FIELD_REQUIRED),
               FIELD_TEXT (User, branch_name, N_ ("Branch"), FIELD_READ_ONLY),
               FIELD_TEXTS (User, roles, N_ ("Roles"), FIELD_REQUIRED),
               FIELD_TEXTS (User, stations, N_ ("Stations"), FIELD_PLAIN),
               FIELD_BOOLEAN (User, all_stations, N_ ("All stations"), FIELD_PLAIN),
               FIELD_BOOLEAN (User, active, N_ ("Active"), FIELD_PLAIN),
               FIELD_BOOLEAN (User, must_change_password, N_ ("Must change the password"),
                              FIELD_PLAIN),
               FIELD_INSTANT (User, created_at, N_ ("Created at"), FIELD_READ_ONLY),
               FIELD_INTEGER (User, version, N_ ("Version"), FIELD_READ_ONLY));

RECORD_DEFINE (role, Role, FIELD_ID (Role, id, N_ ("Id"), FIELD_READ_ONLY),
               FIELD_TEXT (Role, code, N_ ("Role code"), FIELD_REQUIRED | FIELD_FIXED),
               FIELD_TEXT (Role, name, N_ ("Role"), FIELD_REQUIRED),
               FIELD_TEXT (Role, name_en, N_ ("Name in English"), FIELD_REQUIRED),
               FIELD_TEXTS (Role, permissions, N_ ("Permissions"), FIELD_REQUIRED),
               FIELD_BOOLEAN (Role, system, N_ ("System role"), FIELD_READ_ONLY),
               FIELD_INTEGER (Role, users_count, N_ ("Users"), FIELD_READ_ONLY),
               FIELD_INTEGER (Role, version, N_ ("Version"), FIELD_READ_ONLY));

RECORD_DEFINE (session, Session, FIELD_ID (Session, id, N_ ("Id"), FIELD_READ_ONLY),
               FIELD_ID (Session, user_id, N_ ("User"), FIELD_READ_ONLY),
               FIELD_TEXT (Session, username, N_ ("User name"), FIELD_READ_ONLY),
               FIELD_TEXT (Session, address, N_ ("Address"), FIELD_READ_ONLY),
               FIELD_TEXT (Session, client, N_ ("Program"), FIELD_READ_ONLY),
               FIELD_INSTANT (Session, created_at, N_ ("Signed in at"), FIELD_READ_ONLY),
               FIELD_INSTANT (Session, last_used_at, N_ ("Last used at"), FIELD_READ_ONLY),
               FIELD_INSTANT (Session, expires_at, N_ ("Expires at"), FIELD_READ_ONLY),
               FIELD_BOOLEAN (Session, current, N_ ("This session"), FIELD_READ_ONLY));

RECORD_DEFINE (credentials, Credentials,
               FIELD_TEXT (Credentials, username, N_ ("User name"), FIELD_REQUIRED),
               FIELD_TEXT (Credentials, password, N_ ("Password"), FIELD_REQUIRED | FIELD_SECRET),
               FIELD_TEXT (Credentials, client, N_ ("Program"), FIELD_PLAIN));

RECORD_DEFINE (sign_in, SignIn, FIELD_TEXT (SignIn, token, N_ ("Token"), FIELD_READ_ONLY),
               FIELD_RECORD (SignIn, user, N_ ("User"), user_record, FIELD_READ_ONLY),
               FIELD_TEXTS (SignIn, permissions, N_ ("Permissions"), FIELD_READ_ONLY),
               FIELD_RECORD (SignIn, company, N_ ("Company"), company_record, FIELD_READ_ONLY),
               FIELD_INSTANT (SignIn, expires_at, N_ ("Expires at"), FIELD_READ_ONLY));

RECORD_DEFINE (password_change, PasswordChange,
               FIELD_TEXT (PasswordChange, old_password, N_ ("Old password"),
                           FIELD_REQUIRED | FIELD_SECRET),
               FIELD_TEXT (PasswordChange, new_password, N_ ("New password"),
                           FIELD_REQUIRED | FIELD_SECRET));

RECORD_DEFINE (audit_row, AuditRow, FIELD_ID (AuditRow, id, N_ ("Id"), FIELD_READ_ONLY),
               FIELD_INSTANT (AuditRow, at, N_ ("At"), FIELD_READ_ONLY),
               FIELD_INTEGER (AuditRow, actor_id, N_ ("User"), FIELD_READ_ONLY),
               FIELD_TEXT (AuditRow, actor_name, N_ ("User"), FIELD_READ_ONLY),
               FIELD_TEXT (AuditRow, request_id, N_ ("Request"), FIELD_READ_ONLY),
               FIELD_TEXT (AuditRow, action, N_ ("Action"), FIELD_READ_ONLY),
               FIELD_TEXT (AuditRow, subject, N_ ("Subject"), FIELD_READ_ONLY),
               FIELD_INTEGER (AuditRow, subject_id, N_ ("Row"), FIELD_READ_ONLY),
               FIELD_TEXT (AuditRow, subject_name, N_ ("Name"), FIELD_READ_ONLY),
               FIELD_TEXT (AuditRow, before, N_ ("Before"), FIELD_READ_ONLY | FIELD_LONG),
               FIELD_TEXT (AuditRow, after, N_ ("After"), FIELD_READ_ONLY | FIELD_LONG),
               FIELD_TEXT (AuditRow, names, N_ ("Names"), FIELD_READ_ONLY | FIELD_LONG));

RECORD_DEFINE (search_hit, SearchHit, FIELD_TEXT (SearchHit, kind, N_ ("Kind"), FIELD_READ_ONLY),
               FIELD_ID (SearchHit, id, N_ ("Id"), FIELD_READ_ONLY),
               FIELD_TEXT (SearchHit, title, N_ ("Title"), FIELD_READ_ONLY),
               FIELD_TEXT (SearchHit, subtitle, N_ ("Details"), FIELD_READ_ONLY));

-- The tables of the mirror. Every statement can be run again.
--
-- A row has what is asked for most as typed columns, and in raw all that Intercom
-- sent. synced_at is when the row last changed here. Ids are text: Intercom's
-- look like numbers for some things and do not for others.

CREATE TABLE IF NOT EXISTS tags (
	id        text PRIMARY KEY,
	name      text,
	raw       jsonb NOT NULL,
	synced_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE IF NOT EXISTS companies (
	id                text PRIMARY KEY,
	company_id        text, -- your own id
	name              text,
	plan              text,
	industry          text,
	website           text,
	size              bigint,
	user_count        bigint,
	monthly_spend     double precision,
	created_at        timestamptz,
	updated_at        timestamptz,
	last_request_at   timestamptz,
	custom_attributes jsonb,
	raw               jsonb NOT NULL,
	synced_at         timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE IF NOT EXISTS company_tags (
	company_id text REFERENCES companies ON DELETE CASCADE,
	tag_id     text,
	PRIMARY KEY (company_id, tag_id)
);
CREATE INDEX IF NOT EXISTS company_tags_tag ON company_tags (tag_id);

CREATE TABLE IF NOT EXISTS contacts (
	id                text PRIMARY KEY,
	external_id       text, -- your own id
	role              text, -- user or lead
	email             text,
	phone             text,
	name              text,
	owner_id          text, -- the admin who owns the contact
	country           text,
	created_at        timestamptz,
	updated_at        timestamptz,
	signed_up_at      timestamptz,
	last_seen_at      timestamptz,
	custom_attributes jsonb,
	raw               jsonb NOT NULL,
	synced_at         timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX IF NOT EXISTS contacts_email ON contacts (email);
CREATE INDEX IF NOT EXISTS contacts_external_id ON contacts (external_id);

CREATE TABLE IF NOT EXISTS contact_tags (
	contact_id text REFERENCES contacts ON DELETE CASCADE,
	tag_id     text,
	PRIMARY KEY (contact_id, tag_id)
);
CREATE INDEX IF NOT EXISTS contact_tags_tag ON contact_tags (tag_id);

CREATE TABLE IF NOT EXISTS contact_companies (
	contact_id text REFERENCES contacts ON DELETE CASCADE,
	company_id text,
	PRIMARY KEY (contact_id, company_id)
);
CREATE INDEX IF NOT EXISTS contact_companies_company ON contact_companies (company_id);

CREATE TABLE IF NOT EXISTS conversations (
	id                text PRIMARY KEY,
	title             text,
	state             text, -- open, closed or snoozed
	priority          text,
	channel           text,
	subject           text,
	body              text, -- HTML, of the message that it began with
	author_type       text,
	author_id         text,
	admin_assignee_id text,
	team_assignee_id  text,
	company_id        text,
	rating            bigint,
	created_at        timestamptz,
	updated_at        timestamptz,
	waiting_since     timestamptz,
	parts_truncated   boolean, -- Intercom sends the newest 500 parts
	custom_attributes jsonb,
	listed            text, -- a hash of what the list had of it: the parts are read again when it differs
	raw               jsonb NOT NULL, -- without its parts, which have a table
	synced_at         timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX IF NOT EXISTS conversations_updated_at ON conversations (updated_at);

CREATE TABLE IF NOT EXISTS conversation_parts (
	conversation_id text REFERENCES conversations ON DELETE CASCADE,
	id              text,
	part_type       text,
	body            text, -- HTML
	author_type     text,
	author_id       text,
	redacted        boolean,
	created_at      timestamptz,
	updated_at      timestamptz,
	raw             jsonb NOT NULL,
	synced_at       timestamptz NOT NULL DEFAULT now(),
	PRIMARY KEY (conversation_id, id)
);

CREATE TABLE IF NOT EXISTS conversation_contacts (
	conversation_id text REFERENCES conversations ON DELETE CASCADE,
	contact_id      text,
	PRIMARY KEY (conversation_id, contact_id)
);
CREATE INDEX IF NOT EXISTS conversation_contacts_contact ON conversation_contacts (contact_id);

CREATE TABLE IF NOT EXISTS conversation_tags (
	conversation_id text REFERENCES conversations ON DELETE CASCADE,
	tag_id          text,
	PRIMARY KEY (conversation_id, tag_id)
);
CREATE INDEX IF NOT EXISTS conversation_tags_tag ON conversation_tags (tag_id);

CREATE TABLE IF NOT EXISTS tickets (
	id                text PRIMARY KEY,
	ticket_id         text, -- the number that people see
	category          text,
	ticket_type       text,
	state             text,
	title             text,
	open              boolean,
	admin_assignee_id text,
	team_assignee_id  text,
	created_at        timestamptz,
	updated_at        timestamptz,
	parts_truncated   boolean, -- Intercom sends the newest 500 parts
	ticket_attributes jsonb,
	raw               jsonb NOT NULL, -- without its parts, which have a table
	synced_at         timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX IF NOT EXISTS tickets_updated_at ON tickets (updated_at);

CREATE TABLE IF NOT EXISTS ticket_parts (
	ticket_id   text REFERENCES tickets ON DELETE CASCADE, -- tickets.id
	id          text,
	part_type   text,
	body        text, -- HTML
	author_type text,
	author_id   text,
	redacted    boolean,
	created_at  timestamptz,
	updated_at  timestamptz,
	raw         jsonb NOT NULL,
	synced_at   timestamptz NOT NULL DEFAULT now(),
	PRIMARY KEY (ticket_id, id)
);

CREATE TABLE IF NOT EXISTS ticket_contacts (
	ticket_id  text REFERENCES tickets ON DELETE CASCADE, -- tickets.id
	contact_id text,
	PRIMARY KEY (ticket_id, contact_id)
);
CREATE INDEX IF NOT EXISTS ticket_contacts_contact ON ticket_contacts (contact_id);

-- What is no longer in the workspace: an id, and nothing that was in the row. Who
-- joins this table to others learns what ids of theirs became.
CREATE TABLE IF NOT EXISTS gone (
	kind        text, -- the table that it was in
	id          text,
	reason      text NOT NULL, -- deleted, merged, or missing: archived, or deleted without notice
	merged_into text,
	at          timestamptz NOT NULL DEFAULT now(),
	PRIMARY KEY (kind, id)
);

-- The rest is how far the mirror is.

CREATE TABLE IF NOT EXISTS workspace (
	one boolean PRIMARY KEY DEFAULT true CHECK (one), -- a schema mirrors one workspace
	id  text NOT NULL
);

CREATE TABLE IF NOT EXISTS streams (
	name     text PRIMARY KEY,
	cursor   text NOT NULL DEFAULT '',
	checking boolean NOT NULL DEFAULT false, -- everything is read anew, to find what is missing
	full_at  timestamptz NOT NULL DEFAULT now() -- when everything was last begun to be read
);

CREATE TABLE IF NOT EXISTS seen ( -- while checking
	kind text,
	id   text,
	PRIMARY KEY (kind, id)
);

CREATE TABLE IF NOT EXISTS to_read ( -- what to read again, as its contact is gone
	kind text,
	id   text,
	PRIMARY KEY (kind, id)
);

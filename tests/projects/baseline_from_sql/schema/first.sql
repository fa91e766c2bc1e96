CREATE TABLE accounts (
    id INTEGER NOT NULL,
    email VARCHAR(120) NOT NULL,
    CONSTRAINT pk_accounts PRIMARY KEY (id),
    CONSTRAINT uq_accounts_email UNIQUE (email)
);
CREATE INDEX ix_accounts_email ON accounts (email);

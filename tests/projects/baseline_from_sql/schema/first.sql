CREATE TABLE countries (
    code VARCHAR(2) NOT NULL,
    name VARCHAR(80) NOT NULL,
    CONSTRAINT pk_countries PRIMARY KEY (code)
);
CREATE INDEX ix_countries_name ON countries (name);

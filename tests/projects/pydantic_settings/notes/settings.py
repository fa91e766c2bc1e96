"""The settings of the application, with the prefix NOTES_ in the environment."""

from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_file=".env", env_prefix="NOTES_")

    title: str = "Notes"
    store_url: str = "sqlite:///dev.db"

    @property
    def async_url(self) -> str:
        return self.store_url.replace("sqlite://", "sqlite+aiosqlite://").replace(
            "postgresql://", "postgresql+asyncpg://"
        )


settings = Settings()

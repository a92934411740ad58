"""A Dovecot of its own: it checks passwords, for Postfix too, and shows the maildirs over IMAP."""

from __future__ import annotations

from pathlib import Path

from tests.mail_servers.authority import Certificates

_CONFIG = """
protocols = imap
listen = 127.0.0.1
base_dir = {folder}/dovecot
state_dir = {folder}/dovecot
log_path = {folder}/dovecot.log
default_internal_user = dovecot
default_login_user = dovenull
first_valid_uid = 1

ssl = required
ssl_cert = <{tls.certificate}
ssl_key = <{tls.key}
auth_mechanisms = plain login

mail_location = maildir:{folder}/mail/%u
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/mail/%u allow_all_users=yes
}}
service imap-login {{
  inet_listener imap {{
    port = {starttls_port}
  }}
  inet_listener imaps {{
    port = {port}
    ssl = yes
  }}
}}
service auth {{
  inet_listener {{
    address = 127.0.0.1
    port = {auth_port}
  }}
}}
"""


def command(
    folder: Path,
    tls: Certificates,
    *,
    port: int,
    starttls_port: int,
    auth_port: int,
    owner: tuple[int, int],
    password: str,
) -> list[str]:
    """Write its configuration into a folder; return what runs it in the foreground."""
    uid, gid = owner
    config = folder / "dovecot.conf"
    config.write_text(
        _CONFIG.format(
            folder=folder,
            tls=tls,
            port=port,
            starttls_port=starttls_port,
            auth_port=auth_port,
            uid=uid,
            gid=gid,
            password=password,
        )
    )
    return ["dovecot", "-F", "-c", str(config)]

"""Accounts of the admin with one of its roles."""

from django.contrib.auth.models import Group, User
from django.test import Client


def log_in_as(client: Client, role: str, username: str = "wang") -> Client:
    """The client, logged in as a new official with this role. No password, because hashing one takes time."""
    user = User.objects.create_user(username, is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    client.force_login(user)
    return client

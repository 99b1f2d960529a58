"""Permissions boundaries, which moto keeps of roles only, and without a look at the policy."""

from moto.core.responses import EmptyResult
from moto.iam.exceptions import NoSuchEntity
from moto.iam.models import Role, User
from moto.iam.responses import IamResponse


def boundary_of(response):
    """The boundary that a request names, of which IAM demands that it is there."""
    arn = response._get_param("PermissionsBoundary")
    if arn and arn not in response.backend.managed_policies:
        raise NoSuchEntity(f"Policy {arn} does not exist or is not attachable.")
    return arn


def checked(operation):
    def wrapped(response):
        boundary_of(response)
        return operation(response)

    return wrapped


def create_user_with_boundary(operation):
    def wrapped(response):
        boundary = boundary_of(response)
        answer = operation(response)
        response.backend.get_user(response._get_param("UserName")).permissions_boundary_arn = boundary
        return answer

    return wrapped


def put_user_permissions_boundary(response):
    response.backend.get_user(response._get_param("UserName")).permissions_boundary_arn = boundary_of(response)
    return EmptyResult()


def delete_user_permissions_boundary(response):
    user = response.backend.get_user(response._get_param("UserName"))
    if not user.permissions_boundary_arn:
        raise NoSuchEntity(f"The user with name {user.name} does not have a permissions boundary.")
    user.permissions_boundary_arn = None
    return EmptyResult()


def install():
    """Completes moto's IAM. To be called once."""
    User.permissions_boundary_arn = None
    User.permissions_boundary = Role.permissions_boundary
    IamResponse.create_user = create_user_with_boundary(IamResponse.create_user)
    IamResponse.put_user_permissions_boundary = put_user_permissions_boundary
    IamResponse.delete_user_permissions_boundary = delete_user_permissions_boundary
    IamResponse.create_role = checked(IamResponse.create_role)
    IamResponse.put_role_permissions_boundary = checked(IamResponse.put_role_permissions_boundary)

"""What staff do over the API, one module a subject."""

from integrity_committee.api.cases import router
from integrity_committee.api.rosters import router as rosters_router
from integrity_committee.api.staff import router as staff_router

__all__ = ["rosters_router", "router", "staff_router"]

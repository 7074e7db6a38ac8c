"""The HTTP API: questions and meetings as JSON, errors as problem details.

request → bodies (checked) → Assistant → Answer as JSON
                           ↘ an error → a problem in the language of the client
"""

from rag.api.app import create_app
from rag.api.serving import serve

__all__ = ["create_app", "serve"]

"""Staff addresses of the website on the platform's own host."""

urlpatterns: list[object] = []

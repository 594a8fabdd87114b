from django.http import HttpResponse
from django.urls import path

urlpatterns = [path("zomaar", lambda request: HttpResponse("x"))]

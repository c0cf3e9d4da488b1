"""The setting of the language model: off, until an owner reads what leaves and agrees to it."""

from django import forms
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from likely.act.language_model_setup import LONGEST_NAME, LONGEST_URL, LanguageModelSetup, agree, withdraw
from likely.base.member import Role
from likely.lib.language_model import is_installed
from likely.lib.refusal import Refusal
from likely.web.access import StaffRequest, actor, member


class ModelForm(forms.Form):
    url = forms.CharField(
        label=gettext_lazy("Address"),
        max_length=LONGEST_URL,
        required=False,
        help_text=gettext_lazy("Of an OpenAI-compatible server, such as https://models.example.org/v1."),
    )
    model = forms.CharField(label=gettext_lazy("Model"), max_length=LONGEST_NAME, required=False)
    key = forms.CharField(
        label=gettext_lazy("API key"),
        max_length=1000,
        required=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        help_text=gettext_lazy("Kept encrypted and not shown again. Leave it empty to keep the one before."),
    )
    agreed = forms.BooleanField(
        label=gettext_lazy("I agree that masked comments are sent to this address."), required=False
    )


@member(Role.OWNER)
@require_http_methods(["GET", "HEAD", "POST"])
def language_model(request: StaffRequest) -> HttpResponse:
    """do: agree, withdraw."""
    row = LanguageModelSetup.objects.of(request.workspace).first()
    form = ModelForm(
        request.POST or None,
        initial={"url": row.url, "model": row.name} if row else None,
        label_suffix="",
    )
    if request.method != "POST":
        return _page(request, form, row)
    if request.POST.get("do") == "withdraw":
        with transaction.atomic():
            withdraw(request.workspace, actor(request))
        messages.success(request, _("Nothing leaves any more. The key is forgotten."))
        return redirect("language-model")
    if form.is_valid():
        data = form.cleaned_data
        try:
            with transaction.atomic():
                agree(
                    request.workspace, data["url"], data["model"], data["key"], data["agreed"], actor(request)
                )
            messages.success(request, _("Saved."))
            return redirect("language-model")
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, _words(refusal))
    return _page(request, form, row, 422)


def _words(refusal: Refusal) -> str:
    words = {
        "not_agreed": _("Without this consent nothing is set up."),
        "url_missing": _("An address is needed."),
        "model_missing": _("The name of a model is needed."),
        "address_refused": _("This address can’t be called: it must be public, or allowed by the operator."),
    }
    return words.get(refusal.code, refusal.message)


def _page(
    request: StaffRequest, form: ModelForm, row: LanguageModelSetup | None, status: int = 200
) -> HttpResponse:
    context = {
        "form": form,
        "row": row,
        "is_installed": is_installed(),
        "default_url": settings.LLM_URL,
        "default_model": settings.LLM_MODEL,
    }
    return render(request, "web/language_model.html", context, status=status)
